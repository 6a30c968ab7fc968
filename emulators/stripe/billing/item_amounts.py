"""What an invoice item or an invoice line is asked to be: by a price, a unit, or an amount."""

from __future__ import annotations

from decimal import Decimal

from emulators.stripe.account import Account
from emulators.stripe.billing import amounts, catalog_prices, discounts, invoice_items, rounding
from emulators.stripe.billing.tax import rates
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.metadata import merged

_WAYS = ("amount", "price", "price_data", "pricing", "unit_amount_decimal")


def asked(
    account: Account, params: JsonObject, customer: JsonObject, now: int
) -> tuple[JsonObject, JsonObject]:
    """The fields of an invoice item, and what its taxes come from."""
    price = _price(account, params)
    quantity = params.get("quantity", 1)
    currency = _currency(params, price)
    product = account.store.get("product", price["product"]) if price else None
    name = product["name"] if product else None
    by_hand = rates.by_hand(account, params.get("tax_rates") or [], "tax_rates")
    owner = {"customer": customer["id"]}
    wished = discounts.wishes(account, params.get("discounts") or [], currency, None)
    amount = _amount(account, params, price, quantity)
    fields: JsonObject = {
        "amount": amount,
        "currency": currency,
        "customer": customer["id"],
        "date": now,
        "description": params.get("description", name),
        "discountable": params.get("discountable", amount > 0),
        "discounts": [discounts.create(account, wish, owner, now)["id"] for wish in wished],
        "metadata": merged({}, params),
        "period": params.get("period") or {"end": now, "start": now},
        "pricing": invoice_items.pricing(price) if price else _unit_pricing(params),
        "quantity": quantity,
        "quantity_decimal": str(quantity),
        "tax_rates": by_hand,
        "test_clock": customer.get("test_clock"),
    }
    basis = {
        "product": price["product"] if price else None,
        "tax_behavior": params.get("tax_behavior", "unspecified"),
        "tax_code": params.get("tax_code"),
    }
    return fields, basis


def _price(account: Account, params: JsonObject) -> JsonObject | None:
    given = [name for name in _WAYS if name in params]
    if len(given) > 1:
        raise errors.exclusive(*given)
    if "price_data" in params:
        return catalog_prices.inline(account, params["price_data"], "price_data")
    key = params.get("price") or params.get("pricing", {}).get("price")
    if key is None:
        return None
    price = lookup.in_param(account, "price", key, "pricing[price]")
    if price["type"] != "one_time":
        message = (
            "The price specified is set to `type=recurring` but this field only accepts prices"
            " with `type=one_time`."
        )
        raise errors.invalid(message, "pricing[price]")
    return price


def _currency(params: JsonObject, price: JsonObject | None) -> str:
    currency = params.get("currency") or (price["currency"] if price else None)
    if currency is None:
        raise errors.missing("currency")
    if price is not None and price["currency"] != currency:
        message = f"The price is in {price['currency']}, not in {currency}."
        raise errors.invalid(message, "currency")
    return str(currency)


def _amount(account: Account, params: JsonObject, price: JsonObject | None, quantity: int) -> int:
    if price is not None:
        return amounts.of(account, price, quantity)
    if "unit_amount_decimal" in params:
        return rounding.half_up(Decimal(params["unit_amount_decimal"]) * quantity)
    if "amount" not in params:
        raise errors.missing("amount")
    if "quantity" in params and quantity != 1:
        raise errors.exclusive("amount", "quantity")
    return int(params["amount"])


def _unit_pricing(params: JsonObject) -> JsonObject | None:
    unit = params.get("unit_amount_decimal", params.get("amount"))
    return {"type": "price_details", "unit_amount_decimal": str(unit)}
