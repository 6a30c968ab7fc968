"""/v1/credit_notes."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.credit_notes.credit_notes import LINES, CreditNotes
from emulators.stripe.billing.credit_notes.lines import lines_of
from emulators.stripe.billing.tax.rates import RATES
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Exact, Text, Whole

_PATH = "/v1/credit_notes"
_LINE = Fields(
    {
        "amount": Whole(0),
        "description": Text(),
        "invoice_line_item": Text(),
        "metadata": Metadata(),
        "quantity": Whole(1),
        "tax_rates": RATES,
        "type": Text(choices=("custom_line_item", "invoice_line_item")),
        "unit_amount": Whole(0),
        "unit_amount_decimal": Exact(),
        **not_simulated("tax_amounts"),
    },
    required=("type",),
)
_ASKED: dict[str, Kind] = {
    "amount": Whole(0),
    "credit_amount": Whole(0),
    "effective_at": Whole(0),
    "invoice": Text(),
    "lines": Each(_LINE),
    "memo": Text(),
    "metadata": Metadata(),
    "out_of_band_amount": Whole(0),
    "reason": Text(choices=("duplicate", "fraudulent", "order_change", "product_unsatisfactory")),
    "refund_amount": Whole(0),
    "refunds": Each(
        Fields(
            {
                "amount_refunded": Whole(0),
                "refund": Text(),
                "type": Text(choices=("refund",)),
                **not_simulated("payment_record_refund"),
            },
            required=("refund",),
        )
    ),
    **not_simulated("email_type", "shipping_cost"),
}
_CREATE = Fields(_ASKED, required=("invoice",))
_PREVIEW_LINES = Fields({**_ASKED, **PAGE}, required=("invoice",))
_UPDATE = Fields({"memo": Text(), "metadata": Metadata()})
_LIST = Fields(
    {
        **CREATED_PAGE,
        "customer": Text(),
        "invoice": Text(),
        **not_simulated("customer_account"),
    }
)


class CreditNoteResource:
    def __init__(self, account: Account, notes: CreditNotes) -> None:
        self._account = account
        self._notes = notes
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("GET", f"{_PATH}/preview", self._preview, _CREATE),
            Endpoint("GET", f"{_PATH}/preview/lines", self._preview_lines, _PREVIEW_LINES),
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("POST", f"{one}/void", self._void),
            Endpoint("GET", f"{one}/lines", self._lines, Fields(PAGE)),
        )

    def _create(self, call: Call) -> JsonObject:
        self._check_refunds(call.params)
        return self._notes.issue({**call.params, "metadata": merged({}, call.params)})

    def _check_refunds(self, params: JsonObject) -> None:
        for place, one in enumerate(params.get("refunds", [])):
            lookup.in_param(self._account, "refund", one["refund"], f"refunds[{place}][refund]")

    def _preview(self, call: Call) -> JsonObject:
        note, _ = self._notes.composed(call.params)
        return note

    def _preview_lines(self, call: Call) -> JsonObject:
        invoice = lookup.in_param(self._account, "invoice", call.params["invoice"], "invoice")
        rows = lines_of(self._account, invoice, call.params.get("lines", []))
        return page(rows, call.params, f"{_PATH}/preview/lines")

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "credit_note", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        after = self._account.store.save({**before, **changes})
        self._account.events.emit("credit_note.updated", after, before)
        return after

    def _void(self, call: Call) -> JsonObject:
        return self._notes.void(self._retrieve(call))

    def _lines(self, call: Call) -> JsonObject:
        self._retrieve(call)
        rows = self._account.store.get(LINES, call.id)["lines"]
        return page(rows, call.params, f"{_PATH}/{call.id}/lines")

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("credit_note")
        return page(where(rows, call.params, "customer", "invoice"), call.params, _PATH)
