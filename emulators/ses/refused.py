"""Refusals in AWS's form: the kind in a header, the sentence in the body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web


class Refused(Exception):
    """`kind` is the error's code, as the client will name it."""

    def __init__(self, kind: str, text: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(text)
        self.kind = kind
        self.status = status

    def response(self) -> web.Response:
        headers = {"x-amzn-ErrorType": self.kind}
        return web.json_response({"message": str(self)}, status=self.status, headers=headers)


def bad_request(text: str) -> Refused:
    return Refused("BadRequestException", text)


def not_found(text: str) -> Refused:
    return Refused("NotFoundException", text, HTTPStatus.NOT_FOUND)


def already_exists(text: str) -> Refused:
    return Refused("AlreadyExistsException", text)


@web.middleware
async def refusals(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refused as refusal:
        return refusal.response()
