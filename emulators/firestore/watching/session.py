"""One call of Listen, from its first request to its end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection
from datetime import timedelta

from emulators.clock.clock import Clock
from emulators.firestore.indexes.plan import Planner
from emulators.firestore.storage.databases import Databases
from emulators.firestore.watching.stream import Stream
from emulators.firestore.wire import Request, Response

HEARTBEAT_INTERVAL = timedelta(seconds=45)


class Session:
    def __init__(self, databases: Databases, clock: Clock, planner: Planner) -> None:
        self._databases = databases
        self._clock = clock
        self._planner = planner
        self._stirred = asyncio.Event()
        self._inbox: deque[Request] = deque()
        self._stream: Stream | None = None
        self._end_watch: Callable[[], None] = lambda: None
        self._heartbeat_at = clock.now() + HEARTBEAT_INTERVAL

    async def responses(self, requests: AsyncIterator[Request]) -> AsyncGenerator[Response, None]:
        """Yield until the client closes its side."""
        reading = asyncio.create_task(self._read(requests))
        reading.add_done_callback(lambda _: self._stirred.set())
        try:
            while self._inbox or not reading.done():
                await self._pause()
                while self._inbox:
                    request = self._inbox.popleft()
                    for response in self._stream_for(request).obey(request):
                        yield response
                for response in self._due():
                    yield response
            reading.result()
        finally:
            reading.cancel()
            self._end_watch()

    async def _read(self, requests: AsyncIterator[Request]) -> None:
        async for request in requests:
            self._inbox.append(request)
            self._stirred.set()

    def _stream_for(self, request: Request) -> Stream:
        """The first request of a call names its database."""
        if self._stream is None:
            database = self._databases.open(request.database)
            stream = self._stream = Stream(database, self._planner)

            def note(names: Collection[str]) -> None:
                stream.note(names)
                self._stirred.set()

            self._end_watch = database.feed.watch(note)
        return self._stream

    def _due(self) -> list[Response]:
        if self._stream is None:
            return []
        due = list(self._stream.news())
        if not due and self._clock.now() >= self._heartbeat_at:
            due = list(self._stream.heartbeat())
        if due or self._clock.now() >= self._heartbeat_at:
            self._heartbeat_at = self._clock.now() + HEARTBEAT_INTERVAL
        return due

    async def _pause(self) -> None:
        """Wait for the client, for a change, or for the next heartbeat."""
        cancel_timer = self._clock.call_at(self._heartbeat_at, self._stirred.set)
        try:
            await self._stirred.wait()
            self._stirred.clear()
        finally:
            cancel_timer()
