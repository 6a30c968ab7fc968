"""Prices as they are made: what one unit costs, once or every month, flat or in tiers."""

from __future__ import annotations

from decimal import Decimal

from emulators.stripe.account import Account
from emulators.stripe.billing import amounts, catalog_products
from emulators.stripe.billing.plans import plan
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.metadata import merged

YEARS_MAX = 3
"""How long one interval may be at most."""
_PER_YEARS = {"day": 365 * YEARS_MAX, "month": 12 * YEARS_MAX, "week": 52 * YEARS_MAX}
_RECURRING: JsonObject = {
    "interval_count": 1,
    "meter": None,
    "trial_period_days": None,
    "usage_type": "licensed",
}


def inline(account: Account, data: JsonObject, at: str) -> JsonObject:
    """The price behind `price_data`: used once, so neither it nor its product is active."""
    product_data = data.get("product_data")
    if product_data is not None:
        product_data = {**product_data, "active": False}
    return create(account, {**data, "product_data": product_data, "active": False}, f"{at}[{{}}]")


def create(account: Account, params: JsonObject, at: str = "{}") -> JsonObject:
    """Save a price, and tell nobody.

    `at`: what a complaint calls the parameters, such as `line_items[0][price_data][{}]`.
    """
    details, unit = _details(params, at), _unit_amount(params, at)
    recurring = _recurring(params.get("recurring"), at)
    product = _product(account, params, at)
    price = account.store.save(
        {
            "id": account.ids.new("price"),
            "object": "price",
            "active": params.get("active", True),
            "billing_scheme": params.get("billing_scheme", "per_unit"),
            "created": account.now(),
            "currency": params["currency"],
            "custom_unit_amount": None,
            "livemode": False,
            "lookup_key": params.get("lookup_key"),
            "metadata": merged({}, params),
            "nickname": params.get("nickname"),
            "product": product["id"],
            "recurring": recurring,
            "tax_behavior": params.get("tax_behavior", "unspecified"),
            "tiers_mode": params.get("tiers_mode"),
            "transform_quantity": params.get("transform_quantity"),
            "type": "recurring" if recurring else "one_time",
            **unit,
        }
    )
    account.store.put(amounts.DETAILS, price["id"], details)
    return price


def tell(account: Account, price: JsonObject, what: str, before: JsonObject | None = None) -> None:
    """`what`: `created`, `updated` or `deleted`. A recurring price is still a plan, too."""
    account.events.emit(f"price.{what}", price, before)
    if price["type"] == "recurring":
        was = None if before is None else plan(before)
        account.events.emit(f"plan.{what}", plan(price), was)


def tell_new(account: Account, price: JsonObject, params: JsonObject) -> None:
    """Of a price that was asked for, and first of the product that came with it."""
    if "product_data" in params:
        account.events.emit("product.created", account.store.get("product", price["product"]))
    tell(account, price, "created")


def options(params: JsonObject, at: str) -> JsonObject:
    """`currency_options` as a price keeps them."""
    given = params.get("currency_options", {})
    return {
        code: {
            "custom_unit_amount": None,
            "tax_behavior": option.get("tax_behavior", "unspecified"),
            **_unit_amount({**params, **option}, at.format(f"currency_options][{code}")),
            **({"tiers": _tiers(option, at)} if option.get("tiers") else {}),
        }
        for code, option in given.items()
    }


def _details(params: JsonObject, at: str) -> JsonObject:
    is_tiered = params.get("billing_scheme") == "tiered"
    for name in ("tiers", "tiers_mode"):
        if is_tiered and name not in params:
            raise errors.missing(at.format(name))
        if not is_tiered and name in params:
            message = f"`{name}` goes with a `billing_scheme` of `tiered`, and only with it."
            raise errors.invalid(message, at.format(name))
    if is_tiered and params.get("transform_quantity"):
        raise errors.exclusive(at.format("transform_quantity"), at.format("tiers"))
    tiers = _tiers(params, at) if is_tiered else None
    return {"tiers": tiers, "currency_options": options(params, at)}


def _unit_amount(params: JsonObject, at: str) -> JsonObject:
    if params.get("billing_scheme") == "tiered":
        return {"unit_amount": None, "unit_amount_decimal": None}
    if "unit_amount" in params and "unit_amount_decimal" in params:
        raise errors.exclusive(at.format("unit_amount"), at.format("unit_amount_decimal"))
    amount = params.get("unit_amount", params.get("unit_amount_decimal"))
    if amount is None:
        raise errors.missing(at.format("unit_amount"))
    return _both_ways("unit_amount", Decimal(amount))


def _tiers(params: JsonObject, at: str) -> list[JsonObject]:
    tiers, last = [], 0
    for place, given in enumerate(params["tiers"]):
        top = given["up_to"]
        is_last = place == len(params["tiers"]) - 1
        if is_last != (top is None) or (top is not None and top <= last):
            message = "Tiers rise by their `up_to`, and the last one's is `inf`."
            raise errors.invalid(message, at.format("tiers"))
        last = top or last
        tiers.append({**_part(given, "flat_amount"), **_part(given, "unit_amount"), "up_to": top})
    return tiers


def _part(given: JsonObject, name: str) -> JsonObject:
    amount = given.get(name, given.get(f"{name}_decimal"))
    if amount is None:
        return {name: None, f"{name}_decimal": None}
    return _both_ways(name, Decimal(amount))


def _both_ways(name: str, amount: Decimal) -> JsonObject:
    whole = int(amount) if amount == amount.to_integral_value() else None
    return {name: whole, f"{name}_decimal": str(amount)}


def _recurring(given: JsonObject | None, at: str) -> JsonObject | None:
    if given is None:
        return None
    recurring = {**_RECURRING, **given}
    if recurring["interval_count"] > _PER_YEARS.get(recurring["interval"], YEARS_MAX):
        message = "The interval of a price can be at most three years."
        raise errors.invalid(message, at.format("recurring") + "[interval_count]")
    return recurring


def _product(account: Account, params: JsonObject, at: str) -> JsonObject:
    if params.get("product") and params.get("product_data"):
        raise errors.exclusive(at.format("product"), at.format("product_data"))
    if params.get("product"):
        return lookup.in_param(account, "product", params["product"], at.format("product"))
    if params.get("product_data"):
        return catalog_products.create(account, params["product_data"])
    raise errors.missing(at.format("product"))
