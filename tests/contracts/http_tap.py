"""Stands between an HTTP client and its server: lists requests, loses replies, answers itself."""

from __future__ import annotations

from collections import deque
from io import BytesIO

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

_OF_THIS_HOP = {"connection", "content-length", "keep-alive", "transfer-encoding"}
BODY_BYTES_MAX = 16 * 1024 * 1024


class HttpTap:
    def __init__(self, server: str) -> None:
        """`server` is "http://host:port". Construct and use on the event loop."""
        self.requests: list[str] = []
        """Method and path of every request, in order."""
        self._server = server
        self._answers: deque[web.Response] = deque()
        self._replies_to_lose = 0
        application = web.Application(client_max_size=BODY_BYTES_MAX)
        application.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self) -> int:
        self._session = aiohttp.ClientSession(auto_decompress=False)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    def lose_next_reply(self) -> None:
        """The server will have done what it was asked, and the client does not hear of it."""
        self._replies_to_lose += 1

    def answer_next(self, status: int, headers: dict[str, str], body: str) -> None:
        """The server does not hear of the next request."""
        self._answers.append(web.Response(status=status, headers=headers, text=body))

    def hang_up(self) -> None:
        """Close every connection, as a server does with those that have been quiet for long."""
        server = self._runner.server
        if server is None:
            raise RuntimeError("the tap has not been started")
        for connection in server.connections:
            connection.force_close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.path}")
        if self._answers:
            return self._answers.popleft()
        response = await self._passed_on(request)
        if self._replies_to_lose and request.transport is not None:
            self._replies_to_lose -= 1
            request.transport.abort()
        return response

    async def _passed_on(self, request: web.Request) -> web.Response:
        async with self._session.request(
            request.method,
            URL(self._server + request.raw_path, encoded=True),
            headers=_for_the_next_hop(request.headers),
            data=BytesIO(await request.read()),
            allow_redirects=False,
        ) as reply:
            headers = _for_the_next_hop(reply.headers)
            return web.Response(status=reply.status, headers=headers, body=await reply.read())


def _for_the_next_hop(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    kept = ((name, value) for name, value in headers.items() if name.lower() not in _OF_THIS_HOP)
    return CIMultiDict(kept)
