"""The tax id field of the hosted page, for buyers who buy as a business."""

from __future__ import annotations

from collections.abc import Callable

from emulators.stripe.billing.tax import tax_ids
from emulators.stripe.store import JsonObject

FIELD = "tax_id"


def is_asked_for(session: JsonObject) -> bool:
    return bool(session.get("tax_id_collection", {}).get("enabled"))


def read(
    value: str, country: str, session: JsonObject, complain: Callable[[str, str], None]
) -> list[JsonObject]:
    """The id as `customer_details.tax_ids` shows it; its kind follows from the country."""
    if not is_asked_for(session):
        return []
    if not value:
        if session["tax_id_collection"]["required"] == "if_supported":
            complain(FIELD, "Required")
        return []
    kind, number = tax_ids.kind_in(country), tax_ids.normal(value)
    if not tax_ids.is_valid(kind, number):
        complain(FIELD, "This tax ID is not valid in your country or region.")
    return [{"type": kind, "value": number}]
