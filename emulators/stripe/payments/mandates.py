"""Mandates: the permission to debit a bank account."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject


def create(account: Account, method: JsonObject, said: JsonObject | None = None) -> JsonObject:
    """Save a mandate. `said`: the acceptance as a shop tells it; None: given just now, online."""
    said = {"type": "online", "online": _BROWSER} if said is None else said
    way, kind = said["type"], method["type"]
    reference = {"reference": account.ids.text(16).upper(), "url": ""}
    details = {"sepa_debit": reference, "bacs_debit": {**_AT_THE_BANK, **reference}}
    return account.store.save(
        {
            "id": account.ids.new("mandate"),
            "object": "mandate",
            "customer_acceptance": {
                "accepted_at": said.get("accepted_at", account.now()),
                way: said.get(way, {}),
                "type": way,
            },
            "livemode": False,
            "multi_use": {},
            "payment_method": method["id"],
            "payment_method_details": {
                kind: details.get(kind, {}),
                "type": kind,
            },
            "status": "active",
            "type": "multi_use",
        }
    )


_BROWSER: JsonObject = {"ip_address": "127.0.0.1", "user_agent": "Test browser"}


_AT_THE_BANK: JsonObject = {
    "display_name": None,
    "network_status": "accepted",
    "revocation_reason": None,
    "service_user_number": None,
}


def of(account: Account, method: JsonObject) -> JsonObject:
    """The method's mandate; a new one if it has none."""
    for mandate in account.store.newest_first("mandate"):
        if mandate["payment_method"] == method["id"]:
            return mandate
    return create(account, method)
