"""The tax ids that are known of a customer."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.tax import tax_ids, verification
from emulators.stripe.store import JsonObject


def of(account: Account, customer_id: str) -> list[JsonObject]:
    """Each with its `type` and `value`, oldest first."""
    return [
        {"type": row["type"], "value": row["value"]}
        for _, row in account.store.items("tax_id")
        if row["customer"] == customer_id and not row.get("deleted")
    ]


def create(account: Account, customer_id: str, kind: str, value: str) -> JsonObject:
    """Save a tax id of a customer, and tell of it. Whether it is a real one is found out later."""
    row = account.store.save(
        {
            "id": account.ids.new("txi"),
            "object": "tax_id",
            "country": tax_ids.country_of(kind, value),
            "created": account.now(),
            "customer": customer_id,
            "customer_account": None,
            "livemode": False,
            "owner": {
                "account": None,
                "application": None,
                "customer": customer_id,
                "customer_account": None,
                "type": "customer",
            },
            "type": kind,
            "value": value,
            "verification": tax_ids.unverified(kind),
        }
    )
    account.events.emit("customer.tax_id.created", row)
    verification.begin(account, row)
    return row
