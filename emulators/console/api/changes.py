"""`changes`: a stream of server-sent events that says what is new, as soon as it is."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from emulators.console.api.desk import Desk
from emulators.console.following.story import Entry
from emulators.control.clock_routes import shown

ENTRIES_MAX = 200
GATHER_SECONDS = 0.15
# What happens together is told together.
LOOK_SECONDS = 1.0
# Programs write their logs themselves: only a look at the size of a file tells.
_LOOKED_AT_MAX = 4_000


class Changes:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._wakers: set[asyncio.Event] = set()
        self._is_closing = False

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/changes", self._stream)
        yield web.get("/activity", self._activity)

    async def close(self, _: web.Application) -> None:
        """End every stream: the server stops."""
        self._is_closing = True
        for waker in self._wakers:
            waker.set()

    async def _activity(self, request: web.Request) -> web.Response:
        """The newest entries; `service` chooses among them, `words` too."""
        story = self._desk.story
        await story.catch_up()
        service, words = request.query.get("service", ""), request.query.get("words", "").casefold()
        rows = [
            entry
            for entry in story.newest(_LOOKED_AT_MAX)
            if service in {"", entry.happening.service} and _has(entry, words)
        ]
        shown = [entry.as_json() for entry in rows[:ENTRIES_MAX]]
        return web.json_response({"rows": shown, "number": story.count})

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        waker = asyncio.Event()
        self._wakers.add(waker)
        unwatch = self._desk.chronicle.watch(waker.set)
        try:
            await self._tell(request, response, waker)
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            unwatch()
            self._wakers.discard(waker)
        return response

    async def _tell(
        self, request: web.Request, response: web.StreamResponse, waker: asyncio.Event
    ) -> None:
        await self._desk.story.catch_up()
        number, entries = self._desk.story.count, list[Entry]()
        while not self._is_over(request):
            told, state = self._told(entries), self._state()
            await response.write(f"data: {json.dumps(told)}\n\n".encode())
            await self._wait(request, waker, state)
            await self._desk.story.catch_up()
            entries = self._desk.story.newest(ENTRIES_MAX, after=number)
            number = self._desk.story.count

    async def _wait(self, request: web.Request, waker: asyncio.Event, told: object) -> None:
        """Until something is new; then a little, for what comes with it."""
        while not waker.is_set() and not self._is_over(request) and self._state() == told:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waker.wait(), LOOK_SECONDS)
        if not self._is_closing:
            await asyncio.sleep(GATHER_SECONDS)
            waker.clear()

    def _told(self, entries: list[Entry]) -> dict[str, Any]:
        return {
            "entries": [entry.as_json() for entry in entries],
            "services": sorted({entry.happening.service for entry in entries}),
            "clock": shown(self._desk.cloud.clock),
        }

    def _state(self) -> tuple[object, ...]:
        """What changes without any shelf being written to."""
        cloud = self._desk.cloud
        return self._desk.logs.sizes(), cloud.clock.timeline, len(cloud.faults.all())

    def _is_over(self, request: web.Request) -> bool:
        is_gone = request.transport is None or request.transport.is_closing()
        return self._is_closing or is_gone


def _has(entry: Entry, words: str) -> bool:
    return words in f"{entry.happening.title} {entry.happening.note}".casefold()
