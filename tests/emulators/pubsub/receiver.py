"""A push endpoint that says what it got and answers what it is told."""

from __future__ import annotations

import asyncio
import base64
import json
import queue
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from emulators.clock.clock import Clock

HOST = "shop-1.europe-north1.run.app"
ENDPOINT = f"https://{HOST}/push/events"
"""The address as deployed; `Routes` leads it to the receiver."""
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Push:
    received_at: datetime
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)

    @property
    def message(self) -> Any:
        return self.content["message"]

    @property
    def data(self) -> bytes:
        return base64.b64decode(self.message["data"])


class Receiver:
    """Answers 204 unless told otherwise. Its own methods are for the test's thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pushes: queue.Queue[Push] = queue.Queue()
        self._statuses: deque[int] = deque()
        self._status = 204
        self._silent = False
        self._never = asyncio.Event()
        self.port = 0
        self.under_way = 0
        self.most_under_way = 0

    async def start(self, port: int = 0) -> int:
        application = web.Application()
        application.router.add_post("/{path:.*}", self._receive)
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = int(self._runner.addresses[0][1])
        return self.port

    async def stop(self) -> None:
        self._never.set()
        await self._runner.cleanup()

    def answer(self, *statuses: int, then: int = 204) -> None:
        """Answer these in turn, then the last one for ever."""
        self._statuses.extend(statuses)
        self._status = then

    def say_nothing(self) -> None:
        """Take requests and never answer them."""
        self._silent = True

    def next(self) -> Push:
        return self._pushes.get(timeout=PATIENCE_SECONDS)

    def take(self, count: int) -> list[Push]:
        return [self.next() for _ in range(count)]

    async def _receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        self._pushes.put(Push(self._clock.now(), request.path, request.headers, body))
        try:
            if self._silent:
                await self._never.wait()
        finally:
            self.under_way -= 1
        return web.Response(status=self._statuses.popleft() if self._statuses else self._status)
