"""The shop front and the order page. Both are filled in the browser, by the public API."""

from __future__ import annotations

from aiohttp import web

from emulators.console.pages import Pages, art_names


class ShopPages:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/", self._shop), web.get("/orders/{token}", self._order)]

    async def _shop(self, request: web.Request) -> web.Response:
        cancelled = "cancelled" in request.query
        return self._pages.page("shop.html", page="shop", cancelled=cancelled, arts=art_names())

    async def _order(self, request: web.Request) -> web.Response:
        return self._pages.page("order.html", token=request.match_info["token"])
