"""One stream of writes: what it has answered, for a client that comes back to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from google.cloud.firestore_v1.types import firestore

from emulators.firestore.storage.instants import timestamp_of
from emulators.firestore.wire import Response
from emulators.firestore.writes.staging import Staged
from emulators.google_apis.refused import invalid

make_write_response: Callable[..., Response] = firestore.WriteResponse.pb()
KEPT_RESPONSES_MAX = 1000


class WriteStream:
    """A token is the number of responses before it, as decimal digits."""

    def __init__(self, id_: str, database_name: str) -> None:
        self.id = id_
        self.database_name = database_name
        self._sent_count = 0
        self._kept: deque[tuple[int, Response]] = deque(maxlen=KEPT_RESPONSES_MAX)
        """Numbered responses that the client has not said to have received."""

    def hello(self) -> Response:
        return make_write_response(stream_id=self.id, stream_token=self._token())

    def up_to_date(self) -> Response:
        return make_write_response(stream_token=self._token())

    def answer(self, staged: Staged) -> Response:
        self._sent_count += 1
        response = make_write_response(
            stream_token=self._token(),
            write_results=staged.results,
            commit_time=timestamp_of(staged.committed_at),
        )
        self._kept.append((self._sent_count, response))
        return response

    def acknowledge(self, token: bytes) -> None:
        """The client has everything up to `token`; earlier tokens end with that."""
        number = self._number(token)
        while self._kept and self._kept[0][0] <= number:
            self._kept.popleft()

    def later_than(self, token: bytes) -> Iterator[Response]:
        self._number(token)
        self.acknowledge(token)
        return iter([response for _, response in self._kept])

    def _token(self) -> bytes:
        return str(self._sent_count).encode()

    def _number(self, token: bytes) -> int:
        """The oldest token still good is the one just before what is kept."""
        oldest = self._kept[0][0] - 1 if self._kept else self._sent_count
        if not token.isdigit() or not oldest <= int(token) <= self._sent_count:
            raise invalid("The stream token is invalid or no longer in use.")
        return int(token)
