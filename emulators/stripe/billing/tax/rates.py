"""Tax rates: those the shop makes, and those that automatic tax leaves behind."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.reckoning import Assessed
from emulators.stripe.billing.tax.places import Place
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.params import Each
from emulators.stripe.wire.values import Text

RATES = Each(Text(), length_max=5)

_AT_REST: JsonObject = {
    "active": True,
    "country": None,
    "description": None,
    "effective_percentage": None,
    "flat_amount": None,
    "jurisdiction": None,
    "jurisdiction_level": None,
    "livemode": False,
    "metadata": {},
    "rate_type": "percentage",
    "state": None,
    "tax_type": None,
}


def create(account: Account, fields: JsonObject) -> JsonObject:
    """Save a tax rate, and tell nobody."""
    own = {"id": account.ids.new("txr"), "object": "tax_rate", "created": account.now()}
    return account.store.save({**own, **_AT_REST, **fields})


def by_hand(account: Account, ids: list[str], param: str) -> list[JsonObject]:
    """The active rates that `tax_rates` names."""
    found = []
    for place, key in enumerate(ids):
        rate = lookup.in_param(account, "tax_rate", key, f"{param}[{place}]")
        if not rate["active"]:
            message = f"The tax rate {key} is archived and cannot be used."
            raise errors.invalid(message, f"{param}[{place}]")
        found.append(rate)
    return found


def assessed(account: Account, ids: list[str]) -> tuple[Assessed, ...]:
    """Rates that were set by hand, as a line falls under them."""
    return tuple(Assessed(account.store.get("tax_rate", key)) for key in ids)


def automatic(account: Account, place: Place, percentage: str, *, inclusive: bool) -> JsonObject:
    """The rate that automatic tax found: archived from the start, and used again and again."""
    number = float(percentage)
    fields: JsonObject = {
        "active": False,
        "country": place.country,
        "display_name": place.display_name,
        "effective_percentage": int(number) if number.is_integer() else number,
        "inclusive": inclusive,
        "jurisdiction": place.name,
        "jurisdiction_level": "country",
        "percentage": int(number) if number.is_integer() else number,
        "tax_type": place.tax_type,
    }
    for rate in account.store.newest_first("tax_rate"):
        if all(rate[name] == value for name, value in fields.items()):
            return rate
    return create(account, fields)
