"""Errors as RFC 9457 has them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import ValidationError

CONTENT_TYPE = "application/problem+json"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Problem(Exception):
    """An answer that is not what was asked for. `more` goes into the body as it is."""

    def __init__(self, status: HTTPStatus, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.more = more

    def response(self) -> web.Response:
        body = {"title": self.status.phrase, "status": self.status, "detail": self.detail}
        return web.Response(
            status=self.status, text=json.dumps(body | self.more), content_type=CONTENT_TYPE
        )


def bad_fields(error: ValidationError) -> Problem:
    """What is wrong with a body, field by field."""
    errors = [
        {"pointer": "/" + "/".join(map(str, one["loc"])), "detail": one["msg"]}
        for one in error.errors(include_url=False)
    ]
    detail = "; ".join(f"{one['pointer']}: {one['detail']}" for one in errors)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


@web.middleware
async def as_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except ValidationError as error:
        return bad_fields(error).response()
    except LookupError as error:
        if type(error) is not LookupError:  # a KeyError would be a fault of ours
            raise
        return Problem(HTTPStatus.NOT_FOUND, str(error.args[0])).response()
    except web.HTTPException as refusal:
        answer = Problem(HTTPStatus(refusal.status), refusal.reason).response()
        if "Allow" in refusal.headers:
            answer.headers["Allow"] = refusal.headers["Allow"]
        return answer
