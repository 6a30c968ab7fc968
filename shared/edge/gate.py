"""The strict gate in front of every function: method, path, size and type before any work.

functions-framework sends every path and every method to the function, limits no body and
answers malformed JSON with HTML; so nothing of that is left to it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Request, Response

from shared.edge import trace
from shared.edge.problem import CONTENT_TYPE, Problem, invalid, malformed
from shared.edge.problem_page import page_of
from shared.edge.security_headers import SECURITY_HEADERS
from shared.edge.strict_json import read_strict

log = logging.getLogger(__name__)

Handler = Callable[..., Response]

URL_LENGTH_MAX = 2048
PARAMETERS_MAX = 20
HEADERS_LENGTH_MAX = 32 * 1024


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: re.Pattern[str]  # matched whole; groups become the handler's arguments
    handler: Handler


def route(method: str, template: str, handler: Handler) -> Route:
    """`/v1/orders/{token}` → a route; a parameter is one path segment of at most 200 characters."""
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[A-Za-z0-9._~-]{1,200})", template)
    return Route(method, re.compile(pattern), handler)


def answer(request: Request, routes: Sequence[Route]) -> Response:
    """Dispatch, and turn every refusal into problem+json and every crash into a bare 500."""
    traceparent = trace.continued(request.headers.get("traceparent"))
    token = trace.current.set(traceparent)
    try:
        response = _dispatch(request, routes)
    except Problem as problem:
        response = problem_response(problem, traceparent, is_page=_reads_pages(request))
    except Exception:
        log.exception("unhandled", extra={"method": request.method})
        crash = Problem(HTTPStatus.INTERNAL_SERVER_ERROR)
        response = problem_response(crash, traceparent, is_page=_reads_pages(request))
    finally:
        trace.current.reset(token)
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def problem_response(problem: Problem, traceparent: str, *, is_page: bool = False) -> Response:
    """The one shape of all errors; `is_page` is for a person who followed a link in a browser."""
    instance = f"urn:trace:{trace.trace_id_of(traceparent)}"
    return Response(
        page_of(problem, instance) if is_page else problem.body(instance),
        status=problem.status,
        headers={**problem.headers, "Vary": "Accept"},
        content_type="text/html; charset=utf-8" if is_page else CONTENT_TYPE,
    )


def _reads_pages(request: Request) -> bool:
    """A browser asks for HTML before all else; a program that takes anything gets JSON."""
    accepted = request.accept_mimetypes
    machine = max(accepted[CONTENT_TYPE], accepted["application/json"])
    return request.method == "GET" and accepted["text/html"] > machine


def _dispatch(request: Request, routes: Sequence[Route]) -> Response:
    _check_frame(request)
    path = request.environ["PATH_INFO"]  # as it came: `request.path` folds the slashes of `//v1`
    matches = [(found, match) for found in routes if (match := found.path.fullmatch(path))]
    if not matches:
        raise Problem(HTTPStatus.NOT_FOUND)
    for found, match in matches:
        if found.method == request.method:
            return found.handler(request, **match.groupdict())
    allowed = ", ".join(sorted({found.method for found, _ in matches}))
    raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": allowed})


def _check_frame(request: Request) -> None:
    if len(request.url) > URL_LENGTH_MAX:
        raise Problem(HTTPStatus.REQUEST_URI_TOO_LONG)
    if sum(map(len, request.args.listvalues())) > PARAMETERS_MAX:
        raise malformed("query", "too many parameters")
    if sum(len(name) + len(value) for name, value in request.headers) > HEADERS_LENGTH_MAX:
        raise Problem(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


def read_body(request: Request, length_max: int) -> bytes:
    """The raw body; 413 above `length_max`, having read no more than that."""
    if "Content-Encoding" in request.headers:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "no content encoding is accepted")
    declared = request.content_length
    if declared is not None and declared > length_max:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = request.stream.read(length_max + 1)
    if len(body) > length_max:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if declared is not None and len(body) != declared:
        raise malformed("length", "the body is shorter than declared")
    return body


def read_json_object(request: Request, length_max: int) -> tuple[dict[str, Any], bytes]:
    """The decoded object and its bytes, from a body that says it is JSON."""
    parameters = request.mimetype_params
    charset = parameters.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset != "utf-8":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send application/json in UTF-8")
    body = read_body(request, length_max)
    value = read_strict(body)
    if not isinstance(value, dict):
        raise invalid("", "type", "a JSON object is expected")
    return value, body


def json_response(body: str, status: int = HTTPStatus.OK) -> Response:
    return Response(body, status=status, content_type="application/json")
