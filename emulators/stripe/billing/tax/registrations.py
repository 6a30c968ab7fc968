"""Where the account collects tax: its registrations as they stand today."""

from __future__ import annotations

from collections.abc import Iterator

from emulators.stripe.account import Account
from emulators.stripe.billing.tax.places import UNION
from emulators.stripe.store import JsonObject

_UNION_WIDE = {"oss_union", "oss_non_union", "ioss"}


def shown(account: Account, registration: JsonObject) -> JsonObject:
    """With the status that follows from the time."""
    now, ends_at = account.now(), registration["expires_at"]
    if ends_at is not None and ends_at <= now:
        return {**registration, "status": "expired"}
    status = "active" if registration["active_from"] <= now else "scheduled"
    return {**registration, "status": status}


def active(account: Account) -> Iterator[JsonObject]:
    for row in account.store.newest_first("tax.registration"):
        if shown(account, row)["status"] == "active":
            yield row


def collects_at(account: Account, country: str, home: str) -> str | None:
    """The country whose rate a buyer in `country` is charged; None: no tax is collected there."""
    for row in active(account):
        if row["country"] == country and _options(row)["type"] == "standard":
            return country
    if country not in UNION:
        return None
    for row in active(account):
        if _options(row)["type"] in _UNION_WIDE:
            return country
        if row["country"] == home and _is_small_seller(row):
            return home
    return None


def is_in_union(account: Account) -> bool:
    return any(row["country"] in UNION or _is_union_wide(row) for row in active(account))


def _is_union_wide(row: JsonObject) -> bool:
    return _options(row)["type"] in _UNION_WIDE


def _is_small_seller(row: JsonObject) -> bool:
    standard = _options(row).get("standard") or {}
    return standard.get("place_of_supply_scheme") == "small_seller"


def _options(row: JsonObject) -> JsonObject:
    options: JsonObject = row["country_options"][row["country"].lower()]
    return options
