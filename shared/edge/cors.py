"""Which web shops may call from a browser: an exact list of origins, and no credentials."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from flask import Request, Response

_METHODS = "GET, POST"
_HEADERS = "Content-Type, Idempotency-Key"
PREFLIGHT_SECONDS = 600


def is_preflight(request: Request) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def preflight() -> Response:
    return Response(
        status=HTTPStatus.NO_CONTENT,
        headers={
            "Access-Control-Allow-Methods": _METHODS,
            "Access-Control-Allow-Headers": _HEADERS,
            "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        },
    )


def allow(request: Request, response: Response, origins: Sequence[str]) -> Response:
    response.headers.add("Vary", "Origin")
    origin = request.headers.get("Origin")
    if origin in origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response
