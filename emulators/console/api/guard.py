"""Only the console's own pages may use its API, from this machine."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from emulators.control.problems import Problem

_NAMES = {"127.0.0.1", "localhost"}
_READING = {"GET", "HEAD"}


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn away what another website may have made a browser send.

    A name of somebody else's that leads to this machine is in `Host`; a page of another origin is
    in `Origin` or `Sec-Fetch-Site`; and a form cannot send JSON.
    """
    host = request.url.host or ""
    if host not in _NAMES:
        raise Problem(HTTPStatus.FORBIDDEN, f"{host} is not this machine")
    origin = request.headers.get("Origin", str(request.url.origin()))
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if origin != str(request.url.origin()) or site not in {"same-origin", "none"}:
        raise Problem(HTTPStatus.FORBIDDEN, "this is not for other websites")
    if request.method not in _READING and request.content_type != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send application/json")
    return await handler(request)
