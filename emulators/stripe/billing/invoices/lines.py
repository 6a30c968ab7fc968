"""Invoice lines: what they are for, what they cost, and what their taxes come from."""

from __future__ import annotations

from dataclasses import dataclass, field

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject

LINES = "invoice_lines"
"""Invoice id -> all its lines; an invoice shows the first ten."""
BASIS = "invoice_line_basis"
"""Line id -> what its taxes come from."""
SHOWN_MAX = 10


@dataclass(frozen=True, slots=True)
class Charge:
    """What is to become a line."""

    amount_minor: int
    description: str
    start: int
    end: int
    quantity: int
    price: JsonObject | None
    """None for an amount without a price."""
    parent: JsonObject
    product: str | None = None
    tax_rates: tuple[str, ...] = ()
    tax_behavior: str = "unspecified"
    tax_code: str | None = None
    discounts: tuple[str, ...] = ()
    is_discountable: bool = True
    metadata: JsonObject = field(default_factory=dict)


def of(account: Account, invoice_id: str) -> list[JsonObject]:
    found: list[JsonObject] = (account.store.find(LINES, invoice_id) or {"lines": []})["lines"]
    return found


def line(account: Account, invoice: JsonObject, charge: Charge) -> JsonObject:
    """A line as it is before discounts and taxes."""
    key = account.ids.new("il")
    basis = {
        "tax_rates": list(charge.tax_rates),
        "tax_behavior": charge.price["tax_behavior"] if charge.price else charge.tax_behavior,
        "tax_code": charge.tax_code,
        "product": charge.price["product"] if charge.price else charge.product,
    }
    account.store.put(BASIS, key, basis)
    details = charge.parent[charge.parent["type"]]
    return {
        "id": key,
        "object": "line_item",
        "amount": charge.amount_minor,
        "currency": invoice["currency"],
        "description": charge.description,
        "discount_amounts": [],
        "discountable": charge.is_discountable,
        "discounts": list(charge.discounts),
        "invoice": invoice["id"],
        "livemode": False,
        "metadata": charge.metadata,
        "parent": charge.parent,
        "period": {"end": charge.end, "start": charge.start},
        "pretax_credit_amounts": [],
        "pricing": _pricing(charge),
        "quantity": charge.quantity,
        "quantity_decimal": str(charge.quantity),
        "subscription": details.get("subscription"),
        "subtotal": charge.amount_minor,
        "taxes": [],
    }


def put(account: Account, invoice: JsonObject, rows: list[JsonObject]) -> JsonObject:
    """Keep all the lines; the invoice with the first of them."""
    account.store.put(LINES, invoice["id"], {"lines": rows})
    shown = {
        "object": "list",
        "data": rows[:SHOWN_MAX],
        "has_more": len(rows) > SHOWN_MAX,
        "total_count": len(rows),
        "url": f"/v1/invoices/{invoice['id']}/lines",
    }
    return {**invoice, "lines": shown}


def from_subscription_item(item: JsonObject, **proration: object) -> JsonObject:
    """`parent` of a line for a subscription's own period."""
    details = {
        "invoice_item": None,
        "proration": False,
        "proration_details": {"credited_items": None},
        "subscription": item["subscription"],
        "subscription_item": item["id"],
        **proration,
    }
    return {
        "invoice_item_details": None,
        "subscription_item_details": details,
        "type": "subscription_item_details",
    }


def from_invoice_item(item: JsonObject) -> JsonObject:
    parent = (item["parent"] or {}).get("subscription_details") or {}
    details = {
        "invoice_item": item["id"],
        "proration": item["proration"],
        "proration_details": {"credited_items": None},
        "subscription": parent.get("subscription"),
    }
    return {
        "invoice_item_details": details,
        "subscription_item_details": None,
        "type": "invoice_item_details",
    }


def _pricing(charge: Charge) -> JsonObject | None:
    if charge.price is None:
        return None
    details = {"price": charge.price["id"], "product": charge.price["product"]}
    return {
        "price_details": details,
        "type": "price_details",
        "unit_amount_decimal": charge.price["unit_amount_decimal"],
    }
