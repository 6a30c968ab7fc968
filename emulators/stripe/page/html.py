"""Answers to a browser."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src http: https: data:;"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def html(page: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(text=page, status=status, content_type="text/html", headers=_HEADERS)


def see_other(url: str) -> web.Response:
    """303: the browser goes there with a GET, and going back does not send the form again."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={**_HEADERS, "Location": url})
