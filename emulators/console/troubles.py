"""A page for what went wrong, so that nobody is left with a bare status code."""

from __future__ import annotations

from http import HTTPStatus

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from emulators.console.pages import Pages

_MISSING = ("Nothing here", "This address leads nowhere. It may have been cut short on the way.")
_NO_OUTBOX = (
    "The inbox is closed",
    "The mail service does not answer. It may still be starting: reload in a moment.",
)


def explaining(pages: Pages) -> Middleware:
    @web.middleware
    async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return _page(pages, HTTPStatus.NOT_FOUND, _MISSING)
        except aiohttp.ClientResponseError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return _page(pages, HTTPStatus.NOT_FOUND, _MISSING)
            raise
        except (aiohttp.ClientConnectionError, TimeoutError):
            return _page(pages, HTTPStatus.BAD_GATEWAY, _NO_OUTBOX)

    return explain


def _page(pages: Pages, status: HTTPStatus, words: tuple[str, str]) -> web.Response:
    title, explanation = words
    return pages.page("missing.html", status=status, title=title, explanation=explanation)
