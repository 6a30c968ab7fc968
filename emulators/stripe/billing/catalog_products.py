"""Products as they are made."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.metadata import merged


def create(account: Account, params: JsonObject) -> JsonObject:
    """Save a product, and tell nobody."""
    now = account.now()
    return account.store.save(
        {
            "id": params.get("id") or account.ids.new("prod"),
            "object": "product",
            "active": True,
            "created": now,
            "default_price": None,
            "description": None,
            "images": [],
            "livemode": False,
            "marketing_features": [],
            "name": "",
            "package_dimensions": None,
            "shippable": None,
            "statement_descriptor": None,
            "tax_code": None,
            "tax_details": None,
            "type": "service",
            "unit_label": None,
            "updated": now,
            "url": None,
            **params,
            "metadata": merged({}, params),
        }
    )
