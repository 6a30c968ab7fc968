"""The hosted invoice: what is owed for what, and a way to pay it."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from aiohttp import web

from emulators.stripe.billing.invoices import lines, payments
from emulators.stripe.page import billing_view, entry, messages, view
from emulators.stripe.page.html import html, see_other
from emulators.stripe.payments import methods
from emulators.stripe.payments.payments import Challenge
from emulators.stripe.store import JsonObject
from emulators.stripe.wiring import Twin


def routes(twin: Twin) -> Iterator[web.AbstractRouteDef]:
    page = InvoicePage(twin)
    yield web.get("/i/{id}/{secret}", page.show)
    yield web.post("/i/{id}/{secret}", page.pay)


class InvoicePage:
    def __init__(self, twin: Twin) -> None:
        self._twin = twin
        self._account = twin.account

    async def show(self, request: web.Request) -> web.Response:
        invoice = self._invoice(request)
        return _unknown() if invoice is None else self._page(invoice)

    async def pay(self, request: web.Request) -> web.Response:
        invoice = self._invoice(request)
        if invoice is None:
            return _unknown()
        if invoice["status"] != "open":
            return see_other(request.path)
        form = await request.post()
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            card = entry.card(fields, self._account.clock.now().date())
        except entry.Incomplete as incomplete:
            return self._page(invoice, incomplete.complaints, HTTPStatus.BAD_REQUEST)
        method = methods.create(self._account, card, {"email": invoice["customer_email"]})
        collection = self._twin.billing.invoices.collection
        intent = collection.intent(invoice)
        url = self._twin.checkout.challenge_url(intent)
        back = f"{self._twin.checkout.base_url}{request.path}"
        invoice = collection.attempt(invoice, method, Challenge(url, back))
        intent = self._account.store.get("payment_intent", intent["id"])
        if intent["status"] == "requires_action":
            return see_other(url)
        if intent["last_payment_error"] is not None:
            complaint = {"card_number": messages.decline(intent["last_payment_error"])}
            return self._page(invoice, complaint, HTTPStatus.PAYMENT_REQUIRED)
        return see_other(request.path)

    def _invoice(self, request: web.Request) -> JsonObject | None:
        invoice = self._account.store.find("invoice", request.match_info["id"])
        if invoice is None or invoice["hosted_invoice_url"] is None:
            return None
        secret = invoice["hosted_invoice_url"].rsplit("/", 1)[-1]
        return invoice if secret == request.match_info["secret"] else None

    def _page(
        self,
        invoice: JsonObject,
        complaints: billing_view.Complaints = billing_view.NONE,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> web.Response:
        rows = lines.of(self._account, invoice["id"])
        is_payable = invoice["status"] == "open" and bool(
            payments.open_default(self._account, invoice["id"])
        )
        shown = billing_view.invoice(invoice, rows, complaints, is_payable=is_payable)
        return html(shown, status)


def _unknown() -> web.Response:
    return html(view.missing_page("There is no such invoice."), HTTPStatus.NOT_FOUND)
