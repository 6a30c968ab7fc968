"""Invoices before they are final: made, filled from what is waiting, changed, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from emulators.stripe.account import Account
from emulators.stripe.billing.calendar import DAY
from emulators.stripe.billing.invoices import lines, shape, totals
from emulators.stripe.billing.invoices.lines import Charge
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.store import JsonObject

FINALIZED_AFTER = timedelta(hours=1)
FINALIZE = "invoice.finalize"


class Drafts:
    def __init__(self, account: Account, timeline: Timeline) -> None:
        self._account = account
        self._timeline = timeline

    def create(
        self,
        customer: JsonObject,
        fields: JsonObject,
        charges: Sequence[Charge] = (),
        *,
        waiting: Sequence[JsonObject] = (),
    ) -> JsonObject:
        """Save and tell of a draft. `waiting`: the invoice items that it takes in."""
        invoice = self.composed(customer, fields, charges, waiting)
        for item in waiting:
            self._account.store.save({**item, "invoice": invoice["id"]})
        self._account.store.save(invoice)
        if invoice["auto_advance"]:
            invoice = self.finalize_later(invoice)
        self._account.events.emit("invoice.created", invoice)
        return invoice

    def composed(
        self,
        customer: JsonObject,
        fields: JsonObject,
        charges: Sequence[Charge] = (),
        waiting: Sequence[JsonObject] = (),
    ) -> JsonObject:
        """An invoice as it would be, unsaved: a preview stops here."""
        now = self._timeline.now(customer.get("test_clock"))
        invoice = {
            **shape.AT_REST,
            **shape.about(customer),
            "id": self._account.ids.new("in"),
            "object": "invoice",
            "created": now,
            "period_end": now,
            "period_start": now,
            **fields,
        }
        all_charges = [*charges, *(charge(self._account, item) for item in waiting)]
        rows = [lines.line(self._account, invoice, one) for one in all_charges]
        return totals.reckoned(self._account, invoice, rows)

    def finalize_later(self, invoice: JsonObject) -> JsonObject:
        at = invoice["created"] + int(FINALIZED_AFTER.total_seconds())
        self._timeline.add(FINALIZE, invoice["id"], at, invoice["test_clock"])
        return self._account.store.save({**invoice, "automatically_finalizes_at": at})

    def change(self, before: JsonObject, changes: JsonObject) -> JsonObject:
        """Save a changed draft with its new sums, and tell of it."""
        rows = lines.of(self._account, before["id"])
        after = totals.reckoned(self._account, {**before, **changes}, rows)
        after = self._account.store.save(after)
        self._account.events.emit("invoice.updated", after, before)
        return after

    def set_lines(self, before: JsonObject, rows: list[JsonObject]) -> JsonObject:
        after = self._account.store.save(totals.reckoned(self._account, before, rows))
        self._account.events.emit("invoice.updated", after, before)
        return after

    def delete(self, invoice: JsonObject) -> None:
        self._timeline.drop(FINALIZE, invoice["id"])
        for item in self._account.store.newest_first("invoiceitem"):
            if item["invoice"] == invoice["id"]:
                self._account.store.delete("invoiceitem", item["id"])
        self._account.store.delete("invoice", invoice["id"])
        self._account.events.emit("invoice.deleted", invoice)


def due_date(invoice: JsonObject, now: int, days: int | None) -> int | None:
    """An invoice that is sent is due after so many days; one that is charged is not."""
    if invoice["collection_method"] != "send_invoice":
        return None
    return now + (days if days is not None else 30) * DAY


def charge(account: Account, item: JsonObject) -> Charge:
    """An invoice item as it becomes a line."""
    details = (item["pricing"] or {}).get("price_details")
    basis = account.store.get("invoiceitem_basis", item["id"])
    return Charge(
        amount_minor=item["amount"],
        description=item["description"] or "",
        start=item["period"]["start"],
        end=item["period"]["end"],
        quantity=item["quantity"],
        price=account.store.get("price", details["price"]) if details else None,
        parent=lines.from_invoice_item(item),
        product=basis["product"],
        tax_rates=tuple(rate["id"] for rate in item["tax_rates"] or ()),
        tax_behavior=basis["tax_behavior"],
        tax_code=basis["tax_code"],
        discounts=tuple(item["discounts"] or ()),
        is_discountable=item["discountable"],
        metadata=item["metadata"],
    )


def waiting_for(
    account: Account, customer_id: str, currency: str, subscription: str | None = None
) -> list[JsonObject]:
    """The customer's invoice items that no invoice has taken in yet, oldest first.

    A subscription's invoice leaves those of other subscriptions alone.
    """
    return [
        item
        for _, item in account.store.items("invoiceitem")
        if item["customer"] == customer_id
        and item["invoice"] is None
        and item["currency"] == currency
        and _owner(item) in {None, subscription}
    ]


def _owner(item: JsonObject) -> str | None:
    details = (item["parent"] or {}).get("subscription_details") or {}
    owner: str | None = details.get("subscription")
    return owner
