"""One stream of Listen, request by request, response by response."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from google.api_core.exceptions import GoogleAPICallError
from google.cloud.firestore_v1.types import ListenRequest, ListenResponse, TargetChange

from tests.emulators.firestore.rpc import Rpc
from tests.emulators.loop_thread import DEADLINE_SECONDS

Type = TargetChange.TargetChangeType


class Listener:
    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._requests: queue.Queue[ListenRequest | None] = queue.Queue()
        self._responses: queue.Queue[ListenResponse | GoogleAPICallError | None] = queue.Queue()
        self.token = b""
        threading.Thread(target=self._read, daemon=True).start()

    def add(self, target_id: int = 0, **target: Any) -> None:
        self.send(add_target={"target_id": target_id, **target})

    def send(self, **request: Any) -> None:
        self._requests.put(ListenRequest(database=self._rpc.database, **request))

    def end(self) -> None:
        """The client has nothing more to say."""
        self._requests.put(None)

    def next(self) -> str | None:
        """The next response in short, as in `+2 c/1`; None at the end of the stream."""
        response = self._responses.get(timeout=DEADLINE_SECONDS)
        if response is None:
            return None
        if isinstance(response, GoogleAPICallError):
            raise response
        return self._written(response)

    def snapshot(self) -> list[str]:
        """Everything up to and without the next consistent moment."""
        told: list[str] = []
        while (one := self.next()) not in {"consistent", None}:
            told.append(str(one))
        return told

    def _read(self) -> None:
        try:
            for response in self._rpc.api.listen(requests=iter(self._requests.get, None)):
                self._responses.put(response)
            self._responses.put(None)
        except GoogleAPICallError as error:
            self._responses.put(error)

    def _written(self, response: ListenResponse) -> str:
        if response.filter.target_id:
            return f"count {response.filter.target_id}: {response.filter.count}"
        if change := response.document_change.document:
            signs = [f"+{id_}" for id_ in response.document_change.target_ids]
            signs += [f"-{id_}" for id_ in response.document_change.removed_target_ids]
            return f"{' '.join(signs)} {self._path(change.name)}"
        for word in ("delete", "remove"):
            gone = getattr(response, f"document_{word}")
            if gone.document:
                left = " ".join(f"-{id_}" for id_ in gone.removed_target_ids)
                return f"{word} {left} {self._path(gone.document)}"
        return self._target_change(response.target_change)

    def _target_change(self, change: TargetChange) -> str:
        self.token = change.resume_token or self.token
        if not change.target_ids:
            return "consistent"
        cause = f": {change.cause.message}" if change.cause.code else ""
        return f"{Type(change.target_change_type).name} {change.target_ids[0]}{cause}"

    def _path(self, name: str) -> str:
        return name.removeprefix(f"{self._rpc.root}/")


@contextmanager
def listening(rpc: Rpc) -> Iterator[Listener]:
    listener = Listener(rpc)
    try:
        yield listener
    finally:
        listener.end()
