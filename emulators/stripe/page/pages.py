"""The hosted page: pay, be declined and try again, or find that there is nothing to do."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

from emulators.stripe.page import (
    billing_portal,
    dashboard,
    deliveries,
    entry,
    invoice,
    messages,
    payment,
    promotion,
    transfer,
    view,
)
from emulators.stripe.page.challenge import ChallengePage
from emulators.stripe.page.html import html, see_other
from emulators.stripe.page.link import LinkPage
from emulators.stripe.page.payment import Outcome
from emulators.stripe.page.view import Draft
from emulators.stripe.store import JsonObject
from emulators.stripe.wiring import Twin

ASSETS = Path(__file__).with_name("static")


def routes(twin: Twin) -> Iterator[web.AbstractRouteDef]:
    page, challenge = HostedPage(twin), ChallengePage(twin)
    yield web.static("/c/assets", ASSETS)
    yield web.get("/c/pay/{id}", page.show)
    yield web.post("/c/pay/{id}", page.submit)
    yield from dashboard.routes(twin)
    yield from deliveries.routes(twin)
    yield from billing_portal.routes(twin)
    yield from invoice.routes(twin)
    yield from transfer.routes(twin)
    yield web.get("/b/{id}", LinkPage(twin).visit)
    yield web.get("/authenticate/{id}", challenge.show)
    yield web.post("/authenticate/{id}", challenge.answer)


class HostedPage:
    def __init__(self, twin: Twin) -> None:
        self._twin = twin

    async def show(self, request: web.Request) -> web.Response:
        session = self._session(request)
        if session is None:
            return _unknown()
        draft = Draft(notice=self._decline(session)) if "declined" in request.query else Draft()
        return self._page(session, draft, HTTPStatus.OK)

    async def submit(self, request: web.Request) -> web.Response:
        session = self._session(request)
        if session is None:
            return _unknown()
        form = await request.post()
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            if fields.get("apply") == promotion.FIELD:
                session = promotion.applied(self._twin.checkout, session, fields)
                return self._page(session, Draft(fields), HTTPStatus.OK)
            outcome = payment.pay(self._twin, session, fields)
        except entry.Incomplete as incomplete:
            draft = Draft(fields, incomplete.complaints)
            return self._page(session, draft, HTTPStatus.BAD_REQUEST)
        return await self._answer(outcome, fields)

    async def _answer(self, outcome: Outcome, fields: dict[str, str]) -> web.Response:
        if outcome.kind == "challenge":
            return see_other(outcome.url)
        if outcome.kind == "complete":
            await payment.webhook_had_its_chance(self._twin, outcome.session)
            return see_other(payment.onward_url(self._twin, outcome.session))
        if outcome.kind == "repriced":
            draft = Draft(fields, notice=view.new_total(outcome.session))
            return self._page(outcome.session, draft, HTTPStatus.OK)
        if outcome.kind == "expired":
            return self._page(outcome.session, Draft(), HTTPStatus.GONE)
        draft = Draft(fields, notice=outcome.message)
        return self._page(outcome.session, draft, HTTPStatus.PAYMENT_REQUIRED)

    def _session(self, request: web.Request) -> JsonObject | None:
        return self._twin.account.store.find("checkout.session", request.match_info["id"])

    def _page(self, session: JsonObject, draft: Draft, status: HTTPStatus) -> web.Response:
        items = [self._with_product(item) for item in self._twin.checkout.line_items(session["id"])]
        if session["cancel_url"]:
            session = {**session, "cancel_url": self._twin.routes.dial(session["cancel_url"])}
        if session["status"] == "open":
            rates = [
                self._twin.account.store.get("shipping_rate", option["shipping_rate"])
                for option in session["shipping_options"]
            ]
            return html(view.pay_page(session, items, rates, draft), status)
        onward = payment.onward_url(self._twin, session)
        shown = view.closed_page(session, items, onward, has_failed=self._has_failed(session))
        return html(shown, status)

    def _has_failed(self, session: JsonObject) -> bool:
        """Whether the bank has sent a debit back after all."""
        intent = self._twin.account.store.find("payment_intent", session["payment_intent"] or "")
        is_open = intent is not None and intent["status"] == "requires_payment_method"
        return is_open and session["status"] == "complete"

    def _with_product(self, item: JsonObject) -> JsonObject:
        product = self._twin.account.store.get("product", item["price"]["product"])
        return {**item, "product": product}

    def _decline(self, session: JsonObject) -> str:
        intent_id = session["payment_intent"] or ""
        intent = self._twin.account.store.find("payment_intent", intent_id)
        error = intent["last_payment_error"] if intent else None
        return messages.decline(error) if error else ""


def _unknown() -> web.Response:
    return html(view.missing_page("There is no such checkout page."), HTTPStatus.NOT_FOUND)
