"""Automatic tax: which rate a sale falls under, by where the buyer is and who it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from emulators.stripe.account import Account
from emulators.stripe.billing.reckoning import Assessed
from emulators.stripe.billing.tax import codes, rates, registrations, settings, tax_ids
from emulators.stripe.billing.tax.places import PLACES, UNCOLLECTED, UNION, Place
from emulators.stripe.store import JsonObject


@dataclass(frozen=True, slots=True)
class Payer:
    """What of a buyer decides on the tax."""

    country: str
    tax_exempt: str = "none"
    """`none`, `exempt` or `reverse`, as on a customer."""
    tax_ids: Sequence[JsonObject] = ()
    """Each with its `type` and `value`."""


def payer(address: JsonObject | None, tax_exempt: str, ids: Sequence[JsonObject]) -> Payer | None:
    """None while nobody knows where the buyer is."""
    country = (address or {}).get("country")
    return Payer(country, tax_exempt or "none", ids) if country else None


def assess(
    account: Account, buyer: Payer, code: str | None, behavior: str, currency: str
) -> tuple[Assessed, ...]:
    """The one rate of a line. `code`: the product's tax code; `behavior`: its price's."""
    place = PLACES.get(buyer.country)
    inclusive = settings.is_inclusive(account, behavior, currency)
    if place is None:
        return (_untaxed(account, buyer.country, inclusive=inclusive),)
    place, percentage, reason = _rule(account, buyer, place, code or _default_code(account))
    return (Assessed(rates.automatic(account, place, percentage, inclusive=inclusive), reason),)


def _rule(account: Account, buyer: Payer, place: Place, code: str) -> tuple[Place, str, str]:
    """The place whose tax it is, the percentage, and why."""
    if buyer.tax_exempt == "exempt":
        return place, "0", "customer_exempt"
    if buyer.tax_exempt == "reverse" or _owes_it_itself(account, buyer):
        return place, "0", "reverse_charge"
    home = settings.home_country(account)
    where = registrations.collects_at(account, buyer.country, home)
    if where is None:
        return place, "0", "not_collecting"
    return PLACES[where], *codes.rate(PLACES[where], code)


def _owes_it_itself(account: Account, buyer: Payer) -> bool:
    """A business in the Union that buys from another of its countries accounts for the tax."""
    home = settings.home_country(account)
    if buyer.country not in UNION or buyer.country == home:
        return False
    if not registrations.is_in_union(account):
        return False
    return any(
        one["type"] == "eu_vat"
        and tax_ids.is_valid("eu_vat", one["value"])
        and tax_ids.vat_country(one["value"]) != home
        for one in buyer.tax_ids
    )


def _untaxed(account: Account, country: str, *, inclusive: bool) -> Assessed:
    place = UNCOLLECTED.get(country)
    reason = "not_collecting" if place else "not_supported"
    nowhere = place or Place(country, country, Decimal(), Decimal(), "vat")
    return Assessed(rates.automatic(account, nowhere, "0", inclusive=inclusive), reason)


def _default_code(account: Account) -> str:
    return str(settings.settings(account)["defaults"]["tax_code"])
