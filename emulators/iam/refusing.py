"""What Cloud Run answers to those whom it does not let through to a function."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web

from emulators.iam.invokers import FORBIDDEN, UNAUTHORIZED

_PAGE = """
<html><head>
<meta http-equiv="content-type" content="text/html;charset=utf-8">
<title>{status} {title}</title>
</head>
<body text=#000000 bgcolor=#ffffff>
<h1>Error: {title}</h1>
<h2>Your client does not have permission to get URL <code>/</code> from this server.</h2>
<h2></h2>
</body></html>
"""


def refusing_routes() -> list[web.RouteDef]:
    return [
        web.route("*", UNAUTHORIZED, _unauthorized),
        web.route("*", FORBIDDEN, _forbidden),
    ]


async def _unauthorized(_: web.Request) -> web.Response:
    answer = _refusal(HTTPStatus.UNAUTHORIZED, "Unauthorized")
    answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return answer


async def _forbidden(_: web.Request) -> web.Response:
    return _refusal(HTTPStatus.FORBIDDEN, "Forbidden")


def _refusal(status: HTTPStatus, title: str) -> web.Response:
    text = _PAGE.format(status=status.value, title=title)
    return web.Response(status=status, text=text, content_type="text/html")
