"""The account's tax settings: where its head office is, and what prices mean."""

from __future__ import annotations

from emulators.stripe.account import COUNTRY, Account
from emulators.stripe.payments.methods import NO_ADDRESS
from emulators.stripe.store import JsonObject

_KEY = "tax_settings"
_ADDED_ON_TOP = {"cad", "usd"}


def settings(account: Account) -> JsonObject:
    kept = account.store.find("account", _KEY)
    if kept is not None:
        return kept
    defaults = {
        "provider": "stripe",
        "tax_behavior": "inferred_by_currency",
        "tax_code": "txcd_99999999",
    }
    return {
        "object": "tax.settings",
        "defaults": defaults,
        "head_office": {"address": {**NO_ADDRESS, "country": COUNTRY}},
        "livemode": False,
        "status": "active",
        "status_details": {"active": {}},
    }


def save(account: Account, changed: JsonObject) -> JsonObject:
    return account.store.put("account", _KEY, changed)


def home_country(account: Account) -> str:
    return str(settings(account)["head_office"]["address"]["country"])


def is_inclusive(account: Account, price_behavior: str, currency: str) -> bool:
    """What a price of `unspecified` behavior means is up to the settings."""
    behavior = price_behavior
    if behavior == "unspecified":
        behavior = settings(account)["defaults"]["tax_behavior"]
    if behavior == "inferred_by_currency":
        return currency not in _ADDED_ON_TOP
    return behavior == "inclusive"
