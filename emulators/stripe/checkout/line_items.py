"""A session's line items: which prices, how many, and what they come to."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import amounts, catalog_prices
from emulators.stripe.billing.tax import rates
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors


def resolve(account: Account, given: list[JsonObject], currency: str | None) -> list[JsonObject]:
    """The items as they are kept, all in one currency. `price` is an id: see `shown`."""
    items = []
    for position, item in enumerate(given):
        at = f"line_items[{position}]"
        price = _price(account, item, at)
        if currency is not None and not amounts.takes(account, price, currency):
            message = (
                f"The price specified supports currencies of `{price['currency']}`."
                f" This doesn't match the expected currency: `{currency}`."
            )
            raise errors.invalid(message, f"{at}[price]")
        currency = currency or price["currency"]
        items.append(_item(account, item, price, currency, at))
    return items


def tax_rates(
    account: Account, params: JsonObject, items: list[JsonObject]
) -> dict[str, list[str]]:
    """Line item id -> the tax rates that the shop set on it by hand."""
    found = {}
    for place, (given, item) in enumerate(zip(params["line_items"], items, strict=True)):
        if not given.get("tax_rates"):
            continue
        if params.get("automatic_tax", {}).get("enabled"):
            message = "Tax rates cannot be set by hand while `automatic_tax` is enabled."
            raise errors.invalid(message, f"line_items[{place}][tax_rates]")
        at = f"line_items[{place}][tax_rates]"
        found[item["id"]] = [row["id"] for row in rates.by_hand(account, given["tax_rates"], at)]
    return found


def shown(account: Account, item: JsonObject) -> JsonObject:
    """The item as the API gives it, with its price as that is today."""
    return {**item, "price": account.store.get("price", item["price"])}


def _price(account: Account, item: JsonObject, at: str) -> JsonObject:
    if "price" in item and "price_data" in item:
        raise errors.exclusive(f"{at}[price]", f"{at}[price_data]")
    if "price_data" in item:
        return catalog_prices.inline(account, item["price_data"], f"{at}[price_data]")
    if "price" not in item:
        raise errors.missing(f"{at}[price]")
    price = account.store.find("price", item["price"])
    if price is None:
        raise errors.no_such("price", item["price"], f"{at}[price]", 400)
    if not price["active"]:
        message = "The price specified is inactive. This field only accepts active prices."
        raise errors.invalid(message, f"{at}[price]")
    return price


def _item(
    account: Account, item: JsonObject, price: JsonObject, currency: str, at: str
) -> JsonObject:
    if "quantity" not in item:
        raise errors.missing(f"{at}[quantity]")
    amount = amounts.of(account, price, item["quantity"], currency)
    product = account.store.get("product", price["product"])
    return {
        "id": account.ids.new("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": currency,
        "description": product["name"],
        "metadata": item.get("metadata") or {},
        "price": price["id"],
        "quantity": item["quantity"],
    }
