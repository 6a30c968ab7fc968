"""/v1/invoiceitems: amounts that wait for an invoice, or are put on a draft."""

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
from emulators.stripe.wire.lists import page, within
from emulators.stripe.wire.metadata import merged

_PATH = "/v1/invoiceitems"


class InvoiceItems:
    def __init__(self, account: Account, timeline: Timeline, invoices: Invoices) -> None:
        self._account = account
        self._timeline = timeline
        self._invoices = invoices
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, invoice_params.ITEM_CREATE),
            Endpoint("GET", _PATH, self._list, invoice_params.ITEM_LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, invoice_params.ITEM_UPDATE),
            Endpoint("DELETE", one, self._delete),
        )

    def _create(self, call: Call) -> JsonObject:
        params = call.params
        invoice = self._draft(params.get("invoice"))
        owner = params.get("customer", invoice["customer"] if invoice else None)
        if owner is None:
            raise errors.missing("customer")
        customer = lookup.in_param(self._account, "customer", owner, "customer")
        now = self._timeline.now(customer.get("test_clock"))
        fields, basis = asked(self._account, params, customer, now)
        if "subscription" in params:
            key = params["subscription"]
            lookup.in_param(self._account, "subscription", key, "subscription")
            details = {"subscription": key}
            fields |= {"parent": {"subscription_details": details, "type": "subscription_details"}}
        if invoice is None:
            return invoice_items.create(self._account, fields, basis)
        item = invoice_items.create(self._account, {**fields, "invoice": invoice["id"]}, basis)
        line = lines.line(self._account, invoice, drafts.charge(self._account, item))
        rows = [*lines.of(self._account, invoice["id"]), line]
        self._invoices.drafts.set_lines(invoice, rows)
        return item

    def _draft(self, key: str | None) -> JsonObject | None:
        if key is None:
            return None
        invoice = lookup.in_param(self._account, "invoice", key, "invoice")
        if invoice["status"] != "draft":
            raise errors.invalid("The invoice must be a draft to be changed.", "invoice")
        return invoice

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "invoiceitem", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._changeable(call.id)
        customer = self._account.store.get("customer", before["customer"])
        now = self._timeline.now(before["test_clock"])
        details = (before["pricing"] or {}).get("price_details")
        known: JsonObject = {"currency": before["currency"], "quantity": before["quantity"]}
        if details and not {"amount", "price_data", "pricing"} & set(call.params):
            known["pricing"] = {"price": details["price"]}
        elif not {"price_data", "pricing", "unit_amount_decimal"} & set(call.params):
            known["amount"] = str(before["amount"])
        given = {**known, **call.params}
        fields, basis = asked(self._account, given, customer, now)
        kept = {name: before[name] for name in ("description", "period", "discounts", "tax_rates")}
        changed = {name: fields[name] for name in kept if name in call.params}
        metadata = merged(before["metadata"], call.params)
        after = {**before, **fields, **kept, **changed, "metadata": metadata}
        self._account.store.put(invoice_items.BASIS, before["id"], basis)
        self._account.store.save({**after, "date": before["date"]})
        return self._refresh(after)

    def _refresh(self, item: JsonObject) -> JsonObject:
        """A draft that has taken the item in shows it as it is now."""
        if item["invoice"] is None:
            return item
        invoice = self._account.store.get("invoice", item["invoice"])
        fresh = lines.line(self._account, invoice, drafts.charge(self._account, item))
        rows = [
            {**fresh, "id": row["id"]} if _is_of(row, item) else row
            for row in lines.of(self._account, invoice["id"])
        ]
        for row in rows:
            if _is_of(row, item):
                basis = self._account.store.get(lines.BASIS, fresh["id"])
                self._account.store.put(lines.BASIS, row["id"], basis)
        self._invoices.drafts.set_lines(invoice, rows)
        return item

    def _delete(self, call: Call) -> JsonObject:
        item = self._changeable(call.id)
        if item["invoice"] is not None:
            invoice = self._account.store.get("invoice", item["invoice"])
            rows = lines.of(self._account, invoice["id"])
            self._invoices.drafts.set_lines(invoice, [row for row in rows if not _is_of(row, item)])
        self._account.store.delete("invoiceitem", item["id"])
        self._account.events.emit("invoiceitem.deleted", item)
        return {"id": item["id"], "object": "invoiceitem", "deleted": True}

    def _changeable(self, key: str) -> JsonObject:
        item = lookup.in_path(self._account, "invoiceitem", key)
        invoice = self._account.store.find("invoice", item["invoice"] or "")
        if invoice is not None and invoice["status"] != "draft":
            message = "This invoice item is on an invoice that is no longer editable."
            raise errors.invalid(message)
        return item

    def _list(self, call: Call) -> JsonObject:
        params = call.params
        rows = [
            row
            for row in self._account.store.newest_first("invoiceitem")
            if within(row["date"], params.get("created"))
            and params.get("customer") in {None, row["customer"]}
            and params.get("invoice") in {None, row["invoice"]}
            and params.get("pending") in {None, row["invoice"] is None}
        ]
        return page(rows, params, _PATH)


def _is_of(row: JsonObject, item: JsonObject) -> bool:
    details = row["parent"]["invoice_item_details"]
    return bool(details and details["invoice_item"] == item["id"])
