"""What so many units of a price come to."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from emulators.stripe.account import Account
from emulators.stripe.billing import rounding
from emulators.stripe.store import JsonObject

DETAILS = "price_details"
"""What of a price is only shown when asked for: `currency_options` and `tiers`."""


def details(account: Account, price_id: str) -> JsonObject:
    return account.store.find(DETAILS, price_id) or {"currency_options": {}, "tiers": None}


def of(account: Account, price: JsonObject, quantity: int, currency: str | None = None) -> int:
    """In minor units; fractions of them are rounded once, half up."""
    return rounding.half_up(exact(account, price, quantity, currency))


def exact(
    account: Account, price: JsonObject, quantity: int, currency: str | None = None
) -> Decimal:
    held = in_currency(account, price, currency or price["currency"])
    if price["billing_scheme"] == "tiered":
        return _tiered(held["tiers"], price["tiers_mode"], quantity)
    return Decimal(held["unit_amount_decimal"]) * _transformed(price, quantity)


def in_currency(account: Account, price: JsonObject, currency: str) -> JsonObject:
    """`unit_amount_decimal` or `tiers` and `tax_behavior` of the price in one of its currencies."""
    more = details(account, price["id"])
    if currency == price["currency"]:
        own = ("unit_amount", "unit_amount_decimal", "tax_behavior")
        return {**{name: price[name] for name in own}, "tiers": more["tiers"]}
    option: JsonObject = more["currency_options"][currency]
    return option


def options(account: Account, price: JsonObject) -> JsonObject:
    """`currency_options` as `expand` shows them: the price's own currency is one of them."""
    more = details(account, price["id"])
    names = ("custom_unit_amount", "tax_behavior", "unit_amount", "unit_amount_decimal")
    own = {name: price[name] for name in names}
    if more["tiers"] is not None:
        own["tiers"] = more["tiers"]
    return {price["currency"]: own, **more["currency_options"]}


def takes(account: Account, price: JsonObject, currency: str) -> bool:
    """Whether the price can be charged in this currency."""
    options = details(account, price["id"])["currency_options"]
    return currency == price["currency"] or currency in options


def _transformed(price: JsonObject, quantity: int) -> int:
    """Such as packages of twelve, of which a part counts as a whole or as nothing."""
    how = price["transform_quantity"]
    if how is None:
        return quantity
    rounded = ROUND_CEILING if how["round"] == "up" else ROUND_FLOOR
    return int((Decimal(quantity) / how["divide_by"]).to_integral_value(rounded))


def _tiered(tiers: list[JsonObject], mode: str, quantity: int) -> Decimal:
    if mode == "volume":
        tier = next(one for one in tiers if one["up_to"] is None or quantity <= one["up_to"])
        return _in_tier(tier, quantity)
    total, below = Decimal(), 0
    for tier in tiers:
        top = quantity if tier["up_to"] is None else min(quantity, tier["up_to"])
        if top > below or (below == 0 and quantity == 0):
            total += _in_tier(tier, top - below)
        below = top
        if top == quantity:
            break
    return total


def _in_tier(tier: JsonObject, units: int) -> Decimal:
    each = Decimal(tier["unit_amount_decimal"] or 0) * units
    return each + Decimal(tier["flat_amount_decimal"] or 0)
