"""The strict gate for the one function that runs as ASGI. Same rules, same answers."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from shared.edge import trace
from shared.edge.problem import CONTENT_TYPE, Problem, malformed
from shared.edge.security_headers import SECURITY_HEADERS

log = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Response]]

BODY_LENGTH_MAX = 512 * 1024

_LENGTH = re.compile(r"[0-9]{1,15}", re.ASCII)


async def answer(request: Request, handlers: Mapping[str, Handler]) -> Response:
    """`handlers` maps a path to what answers its POST."""
    traceparent = trace.continued(request.headers.get("traceparent"))
    trace.current.set(traceparent)
    try:
        response = await _dispatch(request, handlers)
    except Problem as problem:
        response = _problem_response(problem)
    except ClientDisconnect:
        response = Response(status_code=HTTPStatus.BAD_REQUEST)
    except Exception:
        log.exception("unhandled", extra={"method": request.method})
        response = _problem_response(Problem(HTTPStatus.INTERNAL_SERVER_ERROR))
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def read_body(request: Request) -> bytes:
    """The raw body; 413 above the limit, having read no more than that."""
    if "content-encoding" in request.headers:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "no content encoding is accepted")
    declared = request.headers.get("content-length", "0")
    if not _LENGTH.fullmatch(declared):
        raise malformed("length", "the length is not a number")
    if int(declared) > BODY_LENGTH_MAX:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > BODY_LENGTH_MAX:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(parts)


def only_header(request: Request, name: str) -> str:
    """The one header of this name; none or two are a 400."""
    values = request.headers.getlist(name)
    if len(values) != 1:
        raise malformed("signature", f"exactly one {name} header is needed")
    return values[0]


async def _dispatch(request: Request, handlers: Mapping[str, Handler]) -> Response:
    # Not `request.url`: that is put together from a Host header of the caller's choice.
    handler = handlers.get(request.scope["path"])
    if handler is None:
        raise Problem(HTTPStatus.NOT_FOUND)
    if request.method != "POST":
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})
    return await handler(request)


def _problem_response(problem: Problem) -> Response:
    instance = f"urn:trace:{trace.trace_id_of(trace.current.get())}"
    return Response(
        problem.body(instance),
        status_code=problem.status,
        headers=dict(problem.headers),
        media_type=CONTENT_TYPE,
    )
