"""A task handler that answers what a test tells it to, and remembers what it was sent."""

from __future__ import annotations

import asyncio
import queue
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

HOST = "handler.example"
URL = f"https://{HOST}/work"
PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Received:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


SILENCE = Reply(status=0)  # no answer before the handler stops


class Handler:
    """Gives `replies` in turn, then 200 to everything."""

    def __init__(self) -> None:
        self.replies: deque[Reply] = deque()
        self._received: queue.SimpleQueue[Received] = queue.SimpleQueue()
        self._stopping = asyncio.Event()
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self) -> int:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        self._stopping.set()
        await self._runner.cleanup()

    def next(self) -> Received:
        """Wait for the next request."""
        return self._received.get(timeout=PATIENCE_SECONDS)

    def has_been_sent_nothing(self) -> bool:
        return self._received.empty()

    async def _handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        reply = self.replies.popleft() if self.replies else Reply()
        self._received.put(
            Received(
                request.method,
                request.path,
                request.rel_url.raw_query_string,
                dict(request.headers),
                body,
            ),
        )
        if reply is SILENCE:
            await self._stopping.wait()
        return web.Response(status=reply.status or 200, headers=reply.headers)
