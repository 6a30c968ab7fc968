"""Invoice items: amounts that wait for the next invoice."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject

BASIS = "invoiceitem_basis"
"""Item id -> what its taxes come from, which the item itself does not show."""


def create(account: Account, fields: JsonObject, basis: JsonObject) -> JsonObject:
    """Save an item, and tell of it."""
    key = account.ids.new("ii")
    blank = {"product": None, "tax_behavior": "unspecified", "tax_code": None}
    account.store.put(BASIS, key, {**blank, **basis})
    item = account.store.save(
        {
            "id": key,
            "object": "invoiceitem",
            "customer_account": None,
            "discountable": True,
            "discounts": [],
            "invoice": None,
            "livemode": False,
            "metadata": {},
            "net_amount": fields["amount"],
            "parent": None,
            "pricing": None,
            "proration": False,
            "quantity": 1,
            "quantity_decimal": str(fields.get("quantity", 1)),
            "tax_rates": [],
            **fields,
        }
    )
    account.events.emit("invoiceitem.created", item)
    return item


def of_subscription(
    account: Account, subscription: JsonObject, part: JsonObject, now: int
) -> JsonObject:
    """A proration. `part`: see `subscriptions.charges.part`."""
    price = part["price"]
    owner = {
        "subscription": subscription["id"],
        "subscription_item": part["subscription_item"],
    }
    own = ("amount", "description", "discountable", "period", "quantity", "tax_rates")
    return create(
        account,
        {
            **{name: part[name] for name in own},
            "currency": subscription["currency"],
            "customer": subscription["customer"],
            "date": now,
            "parent": {"subscription_details": owner, "type": "subscription_details"},
            "pricing": pricing(price),
            "proration": True,
            "proration_details": {"discount_amounts": []},
            "test_clock": subscription["test_clock"],
        },
        {"product": price["product"], "tax_behavior": price["tax_behavior"]},
    )


def pricing(price: JsonObject) -> JsonObject:
    return {
        "price_details": {"price": price["id"], "product": price["product"]},
        "type": "price_details",
        "unit_amount_decimal": price["unit_amount_decimal"],
    }
