"""The page of the console. It is one page: its modules fill it for every path below `/console`."""

from __future__ import annotations

from aiohttp import web

from emulators.console.pages import HERE

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class ConsolePages:
    def __init__(self) -> None:
        self._text = (HERE / "templates" / "console.html").read_text(encoding="utf-8")

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/console", self._page),
            web.get("/console/{path:(?!api/).*}", self._page),
        ]

    async def _page(self, _request: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": _POLICY}
        return web.Response(text=self._text, content_type="text/html", headers=headers)
