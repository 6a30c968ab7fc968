"""A payment link's address: it leads every visitor to a session of their own."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web

from emulators.stripe.checkout.links import Links
from emulators.stripe.page import view
from emulators.stripe.page.html import html, see_other
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wiring import Twin

_CLOSED = "This link is no longer active."


class LinkPage:
    def __init__(self, twin: Twin) -> None:
        self._twin = twin
        self._links = Links(twin.account, twin.checkout)

    async def visit(self, request: web.Request) -> web.Response:
        link = self._twin.account.store.find("payment_link", request.match_info["id"])
        if link is None:
            return html(view.missing_page("There is no such payment link."), HTTPStatus.NOT_FOUND)
        try:
            session = self._links.visit(link)
        except StripeError as error:
            return html(view.missing_page(error.message), HTTPStatus.BAD_REQUEST)
        if session is None:
            return html(view.missing_page(link["inactive_message"] or _CLOSED), HTTPStatus.GONE)
        return see_other(session["url"])
