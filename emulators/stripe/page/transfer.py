"""Where a buyer reads where to send the money, and may send it: the hosted instructions."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from aiohttp import web

from emulators.stripe.account import DISPLAY_NAME
from emulators.stripe.page import view
from emulators.stripe.page.html import html, see_other
from emulators.stripe.page.view import TEMPLATES
from emulators.stripe.payments import transfers
from emulators.stripe.payments.currencies import shown
from emulators.stripe.store import JsonObject
from emulators.stripe.wiring import Twin

_WORDS = {
    "account_number": "Account number",
    "bank_code": "Bank code",
    "bank_name": "Bank",
    "bic": "BIC",
    "branch_code": "Branch code",
    "branch_name": "Branch",
    "clabe": "CLABE",
    "iban": "IBAN",
    "routing_number": "Routing number",
    "sort_code": "Sort code",
}


def routes(twin: Twin) -> Iterator[web.RouteDef]:
    page = TransferPage(twin)
    yield web.get("/transfer/{id}", page.show)
    yield web.post("/transfer/{id}", page.send)


class TransferPage:
    def __init__(self, twin: Twin) -> None:
        self._store = twin.account.store
        self._transfers = twin.payments.transfers

    async def show(self, request: web.Request) -> web.Response:
        intent = self._intent(request)
        if intent is None:
            message = "There is no such bank transfer."
            return html(view.missing_page(message), HTTPStatus.NOT_FOUND)
        return html(_page(intent))

    async def send(self, request: web.Request) -> web.Response:
        """Form: `amount` in minor units; without it, all that is missing."""
        intent = self._intent(request)
        if intent is None or not transfers.is_waiting(intent):
            return await self.show(request)
        form = await request.post()
        typed = str(form.get("amount", "")).strip()
        if typed and not (typed.isascii() and typed.isdigit() and int(typed)):
            complaint = "Type a whole number of minor units, such as 1000."
            return html(_page(intent, complaint), HTTPStatus.BAD_REQUEST)
        amount = int(typed) if typed else transfers.remaining_minor(intent)
        reference = intent["next_action"][transfers.INSTRUCTIONS]["reference"]
        self._transfers.fund(intent["customer"], amount, intent["currency"], reference)
        return see_other(request.path)

    def _intent(self, request: web.Request) -> JsonObject | None:
        intent = self._store.find("payment_intent", request.match_info["id"])
        is_one = intent is not None and intent["payment_method"] is not None
        if intent is None or not is_one:
            return None
        method = self._store.get("payment_method", intent["payment_method"])
        return intent if method["type"] == "customer_balance" else None


def _page(intent: JsonObject, complaint: str = "") -> str:
    currency = intent["currency"]
    rows: list[tuple[str, str]] = []
    left = 0
    if transfers.is_waiting(intent):
        left = transfers.remaining_minor(intent)
        asked = intent["next_action"][transfers.INSTRUCTIONS]
        address = asked["financial_addresses"][0]
        known = address[address["type"]]
        rows = [("Account holder", known["account_holder_name"])]
        rows += [(word, known[name]) for name, word in _WORDS.items() if known.get(name)]
        rows += [("Reference", asked["reference"])]
    return TEMPLATES.get_template("transfer.html").render(
        complaints={"amount": complaint} if complaint else {},
        fields={},
        is_paid=intent["status"] == "succeeded",
        left=shown(left, currency) if left else "",
        merchant=DISPLAY_NAME,
        rows=rows,
        total=shown(intent["amount"], currency),
    )
