"""Shareable buy links: a GET that starts a checkout, made safe to prefetch and to repeat.

The first GET stores nothing: it hands out a visit in a cookie and sends the browser round
again. The visit is the idempotency key, so a double click, a reload or the back button lead
to the same order. Prefetchers are turned away, and link previewers without cookies never get
past the first step unless they follow redirects like a buyer would.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from flask import Request, Response

from shared.edge.problem import Problem

COOKIE = "kvitto_visit"
COOKIE_SECONDS = 30 * 60
SECOND_ROUND = "visit"

_VISIT = re.compile(r"[a-z0-9]{26}", re.ASCII)


def refuse_prefetch(request: Request) -> None:
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if "prefetch" in purpose or "prerender" in purpose or request.headers.get("X-Moz"):
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "this page is not prefetched")


def visit_of(request: Request) -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if _VISIT.fullmatch(token) else None


def needs_second_round(request: Request) -> bool:
    """Whether the cookie can still be offered. Without one after that, cookies are off."""
    return visit_of(request) is None and SECOND_ROUND not in request.args


def see_other(url: str) -> Response:
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": url})


def remember(response: Response, token: str, path: str) -> Response:
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=path,
        secure=True,
        httponly=True,
        samesite="Lax",
    )
    return response
