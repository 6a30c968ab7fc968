"""Write: commits over one stream, as web and mobile clients send them."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, AsyncIterator

from google.cloud.firestore_v1.types import firestore

from emulators.firestore.methods.answering import Methods, bidi_stream
from emulators.firestore.storage.databases import Databases
from emulators.firestore.transactions.locking import Locking
from emulators.firestore.wire import Request, Response
from emulators.firestore.writes.limits import check_request
from emulators.firestore.writes.stream import WriteStream
from emulators.google_apis.refused import invalid, not_found

STREAMS_KEPT_MAX = 100


class WriteStreaming:
    """A stream can be resumed as long as the server runs and no hundred others began since."""

    def __init__(self, databases: Databases, locking: Locking, random_: random.Random) -> None:
        self._databases = databases
        self._locking = locking
        self._random = random_
        self._streams: dict[str, WriteStream] = {}

    def methods(self) -> Methods:
        return {"Write": bidi_stream(self.write, firestore.WriteRequest)}

    async def write(self, requests: AsyncIterator[Request]) -> AsyncGenerator[Response, None]:
        stream: WriteStream | None = None
        async for request in requests:
            if stream is None:
                stream = self._open(request)
                for response in _greeting(stream, request):
                    yield response
                continue
            if request.stream_token:
                stream.acknowledge(request.stream_token)
            if not request.writes:  # only the last request has none
                yield stream.up_to_date()
                return
            yield await self._commit(stream, request)

    def _open(self, first: Request) -> WriteStream:
        database = self._databases.open(first.database)
        if first.writes:
            raise invalid("'writes' must not be set on an initial write request.")
        if first.stream_id:
            stream = self._streams.get(first.stream_id)
            if stream is None or stream.database_name != database.name:
                raise not_found(f'There is no write stream "{first.stream_id}".')
            return stream
        stream = WriteStream(self._random.randbytes(8).hex(), database.name)
        self._streams[stream.id] = stream
        if len(self._streams) > STREAMS_KEPT_MAX:
            del self._streams[next(iter(self._streams))]
        return stream

    async def _commit(self, stream: WriteStream, request: Request) -> Response:
        check_request(request, stream.database_name)
        database = self._databases.open(stream.database_name)
        return stream.answer(await self._locking.commit_alone(database, request.writes))


def _greeting(stream: WriteStream, first: Request) -> list[Response]:
    """To a stream that is resumed, whatever its client may have missed."""
    if first.stream_id:
        return [*stream.later_than(first.stream_token), stream.up_to_date()]
    return [stream.hello()]
