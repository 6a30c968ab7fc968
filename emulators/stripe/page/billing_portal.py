"""The billing portal's one page: plans, card and invoices of one customer."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from aiohttp import web

from emulators.stripe.billing.portal import Visit
from emulators.stripe.page import billing_view, entry, messages, view
from emulators.stripe.page.html import html, see_other
from emulators.stripe.wiring import Twin


def routes(twin: Twin) -> Iterator[web.AbstractRouteDef]:
    page = PortalPage(twin)
    yield web.get("/p/session/{id}", page.show)
    yield web.post("/p/session/{id}", page.act)


class PortalPage:
    def __init__(self, twin: Twin) -> None:
        self._twin = twin
        self._portal = twin.billing.portal

    async def show(self, request: web.Request) -> web.Response:
        visit = self._portal.visit(request.match_info["id"])
        return _unknown() if visit is None else self._page(visit)

    async def act(self, request: web.Request) -> web.Response:
        visit = self._portal.visit(request.match_info["id"])
        if visit is None:
            return _unknown()
        form = await request.post()
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        key = fields.get("subscription", "")
        if fields.get("action") == "card":
            return self._card(visit, fields)
        if fields.get("action") == "cancel":
            self._portal.cancel(visit, key)
        elif fields.get("action") == "keep":
            self._portal.keep(visit, key)
        elif fields.get("action") == "change":
            self._portal.change(visit, key, fields.get("price", ""))
        return see_other(request.path)

    def _card(self, visit: Visit, fields: dict[str, str]) -> web.Response:
        if not visit.features["payment_method_update"]["enabled"]:
            return self._page(visit)
        try:
            card = entry.card(fields, self._twin.account.clock.now().date())
        except entry.Incomplete as incomplete:
            return self._page(visit, incomplete.complaints, HTTPStatus.BAD_REQUEST)
        intent = self._portal.use_card(visit, card, self._twin.checkout.base_url)
        if intent["status"] == "requires_action":
            return see_other(intent["next_action"]["redirect_to_url"]["url"])
        if intent["status"] != "succeeded":
            complaint = {"card_number": messages.decline(intent["last_setup_error"])}
            return self._page(visit, complaint, HTTPStatus.PAYMENT_REQUIRED)
        return see_other(f"/p/session/{visit.session['id']}")

    def _page(
        self,
        visit: Visit,
        complaints: billing_view.Complaints = billing_view.NONE,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> web.Response:
        return_url = visit.session["return_url"]
        back = self._twin.routes.dial(return_url) if return_url else ""
        shown = billing_view.portal(self._twin.account, visit, complaints, back)
        return html(shown, status)


def _unknown() -> web.Response:
    return html(view.missing_page("There is no such portal session."), HTTPStatus.NOT_FOUND)
