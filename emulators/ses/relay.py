"""Between aiohttp and WSGI, for the calls that are moto's to answer."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from aiohttp import web

from emulators.ses.journal import Journal
from emulators.ses.moto_ses import MotoSes
from emulators.ses.refused import Refused
from emulators.ses.wsgi import Call, Reply

_SAID_BY_AIOHTTP = {
    "connection",
    "content-length",
    "content-type",
    "date",
    "server",
    "transfer-encoding",
}
_BY_ANOTHER_NAME = {
    "AlreadyExists": "AlreadyExistsException",
    "InvalidParameterValue": "BadRequestException",
    "ValidationError": "BadRequestException",
}
# moto answers some calls of version 2 with the error codes of version 1.


async def call_of(request: web.Request) -> Call:
    return Call(
        method=request.method,
        path=request.rel_url.raw_path,
        headers=tuple(request.headers.items()),
        query=request.rel_url.raw_query_string,
        body=await request.read(),
    )


def answer(reply: Reply) -> web.Response:
    response = web.Response(status=reply.status, body=reply.body, content_type="application/json")
    for name, value in reply.headers:
        if name.lower() not in _SAID_BY_AIOHTTP:
            response.headers.add(name, value)
    return response


class Relay:
    def __init__(self, moto: MotoSes, journal: Journal) -> None:
        self._moto = moto
        self._journal = journal

    async def handle(self, request: web.Request) -> web.Response:
        return answer(await self.reply(await call_of(request)))

    async def content(self, request: web.Request) -> dict[str, Any]:
        """What moto answers to this request, for those who add to it."""
        reply = await self.reply(await call_of(request))
        content: dict[str, Any] = json.loads(reply.body)
        return content

    async def reply(self, call: Call) -> Reply:
        """What moto answers, if it did what it was asked; else `Refused`."""
        reply = await self._moto.call(call)
        if reply.status >= HTTPStatus.BAD_REQUEST:
            raise _refusal(call, reply)
        self._journal.note(call)
        return reply


def _refusal(call: Call, reply: Reply) -> Refused:
    headers = {name.lower(): value for name, value in reply.headers}
    kind = headers.get("x-amzn-errortype", "")
    if not kind:
        text = f"This SES does not know {call.method} {call.path}."
        return Refused("UnknownOperationException", text, HTTPStatus.NOT_FOUND)
    found: dict[str, Any] = json.loads(reply.body)
    text = found.get("message") or found.get("Message") or ""
    return Refused(_BY_ANOTHER_NAME.get(kind, kind), text, reply.status)
