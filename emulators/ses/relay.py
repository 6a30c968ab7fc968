"""Between aiohttp and WSGI, for the calls that are moto's alone to answer."""

from __future__ import annotations

from aiohttp import web

from emulators.ses.moto_ses import MotoSes
from emulators.ses.wsgi import Call, Reply

_SAID_BY_AIOHTTP = {"connection", "content-length", "date", "server", "transfer-encoding"}


async def call_of(request: web.Request) -> Call:
    return Call(
        method=request.method,
        path=request.rel_url.raw_path,
        headers=tuple(request.headers.items()),
        query=request.rel_url.raw_query_string,
        body=await request.read(),
    )


def answer(reply: Reply) -> web.Response:
    response = web.Response(status=reply.status, body=reply.body)
    for name, value in reply.headers:
        if name.lower() == "content-type":
            response.headers[name] = value
        elif name.lower() not in _SAID_BY_AIOHTTP:
            response.headers.add(name, value)
    return response


class Relay:
    def __init__(self, moto: MotoSes) -> None:
        self._moto = moto

    async def handle(self, request: web.Request) -> web.Response:
        return answer(await self._moto.call(await call_of(request)))
