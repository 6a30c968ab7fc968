"""/v1/invoices/{id}/lines: what an invoice is for, and what a draft is to be for."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import invoice_items
from emulators.stripe.billing.invoices import drafts, lines
from emulators.stripe.billing.invoices.invoices import Invoices
from emulators.stripe.billing.item_amounts import asked
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.resources import invoice_params, lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import page
from emulators.stripe.wire.metadata import merged

_ONE = "/v1/invoices/{id}"


class InvoiceLines:
    def __init__(self, account: Account, timeline: Timeline, invoices: Invoices) -> None:
        self._account = account
        self._timeline = timeline
        self._invoices = invoices
        self.endpoints = (
            Endpoint("GET", f"{_ONE}/lines", self._list, invoice_params.LINES_LIST),
            Endpoint("POST", f"{_ONE}/add_lines", self._add, invoice_params.ADD_LINES),
            Endpoint("POST", f"{_ONE}/remove_lines", self._remove, invoice_params.REMOVE_LINES),
        )

    def _list(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "invoice", call.id)
        url = f"/v1/invoices/{call.id}/lines"
        return page(lines.of(self._account, call.id), call.params, url)

    def _add(self, call: Call) -> JsonObject:
        invoice = self._draft(call)
        customer = self._account.store.get("customer", invoice["customer"])
        now = self._timeline.now(invoice["test_clock"])
        rows = lines.of(self._account, invoice["id"])
        for given in call.params["lines"]:
            item = self._item(given, invoice, customer, now)
            taken = self._account.store.save({**item, "invoice": invoice["id"]})
            charge = drafts.charge(self._account, taken)
            rows = [*rows, lines.line(self._account, invoice, charge)]
        return self._invoices.drafts.set_lines(self._with_metadata(invoice, call), rows)

    def _item(
        self, given: JsonObject, invoice: JsonObject, customer: JsonObject, now: int
    ) -> JsonObject:
        if "invoice_item" in given:
            return lookup.in_param(
                self._account, "invoiceitem", given["invoice_item"], "lines[invoice_item]"
            )
        fields, basis = asked(
            self._account, {"currency": invoice["currency"], **given}, customer, now
        )
        return invoice_items.create(self._account, fields, basis)

    def _remove(self, call: Call) -> JsonObject:
        invoice = self._draft(call)
        rows = {row["id"]: row for row in lines.of(self._account, invoice["id"])}
        for place, given in enumerate(call.params["lines"]):
            row = rows.pop(given["id"], None)
            if row is None:
                raise errors.no_such("line item", given["id"], f"lines[{place}][id]", 400)
            self._let_go(row, given["behavior"])
        left = list(rows.values())
        return self._invoices.drafts.set_lines(self._with_metadata(invoice, call), left)

    def _let_go(self, row: JsonObject, behavior: str) -> None:
        """`unassign` lets the invoice item wait for another invoice."""
        details = row["parent"]["invoice_item_details"]
        item = self._account.store.find("invoiceitem", details["invoice_item"]) if details else None
        if item is None:
            return
        if behavior == "unassign":
            self._account.store.save({**item, "invoice": None})
        else:
            self._account.store.delete("invoiceitem", item["id"])
            self._account.events.emit("invoiceitem.deleted", item)

    def _with_metadata(self, invoice: JsonObject, call: Call) -> JsonObject:
        given = (
            {"metadata": call.params["invoice_metadata"]}
            if "invoice_metadata" in (call.params)
            else {}
        )
        return {**invoice, "metadata": merged(invoice["metadata"], given)}

    def _draft(self, call: Call) -> JsonObject:
        invoice = lookup.in_path(self._account, "invoice", call.id)
        if invoice["status"] != "draft":
            message = "The lines of an invoice can only be changed while it is a draft."
            raise errors.invalid(message, None, "invoice_not_editable")
        return invoice
