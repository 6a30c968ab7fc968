"""Subscription items: which recurring prices, how many, and the period each is paid for."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import amounts, catalog_prices, discounts
from emulators.stripe.billing.plans import plan
from emulators.stripe.billing.tax import rates
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.metadata import merged

ITEMS_MAX = 20


def price(account: Account, given: JsonObject, at: str) -> JsonObject:
    """The active recurring price that an item's parameters name."""
    named = [name for name in ("plan", "price", "price_data") if name in given]
    if len(named) > 1:
        raise errors.exclusive(*(f"{at}[{name}]" for name in named))
    if not named:
        raise errors.missing(f"{at}[price]")
    if named == ["price_data"]:
        data = given["price_data"]
        if "recurring" not in data:
            raise errors.missing(f"{at}[price_data][recurring]")
        found = catalog_prices.inline(account, data, f"{at}[price_data]")
    else:
        key = given[named[0]]
        found = lookup.in_param(account, "price", key, f"{at}[{named[0]}]")
        if not found["active"]:
            message = f"The price specified is inactive: {key}."
            raise errors.invalid(message, f"{at}[{named[0]}]")
    if found["type"] != "recurring":
        message = (
            "The price specified is set to `type=one_time` but this field only accepts prices"
            " with `type=recurring`."
        )
        raise errors.invalid(message, f"{at}[{named[0]}]")
    return found


def create(
    account: Account, given: JsonObject, subscription: JsonObject, period: tuple[int, int], at: str
) -> JsonObject:
    """A new item, unsaved as part of its subscription."""
    found = price(account, given, at)
    if not amounts.takes(account, found, subscription["currency"]):
        message = (
            f"The price specified only supports `{found['currency']}`. This doesn't match the"
            f" expected currency: `{subscription['currency']}`."
        )
        raise errors.invalid(message, f"{at}[price]")
    key = account.ids.new("si")
    by_hand = rates.by_hand(account, given.get("tax_rates") or [], f"{at}[tax_rates]")
    return {
        "id": key,
        "object": "subscription_item",
        "billed_until": None,
        "billing_thresholds": None,
        "created": subscription["created"],
        "current_period_end": period[1],
        "current_period_start": period[0],
        "discounts": own_discounts(account, given, key, period[0], at),
        "metadata": merged({}, given),
        "plan": plan(found),
        "price": found,
        "quantity": given.get("quantity", 1),
        "subscription": subscription["id"],
        "tax_rates": by_hand,
    }


def own_discounts(account: Account, given: JsonObject, key: str, now: int, at: str) -> list[str]:
    wished = discounts.wishes(account, given.get("discounts") or [], None, None, f"{at}[discounts]")
    owner = {"subscription_item": key}
    return [discounts.create(account, wish, owner, now)["id"] for wish in wished]


def listed(subscription_id: str, rows: list[JsonObject]) -> JsonObject:
    return {
        "object": "list",
        "data": rows,
        "has_more": False,
        "total_count": len(rows),
        "url": f"/v1/subscription_items?subscription={subscription_id}",
    }


def of(subscription: JsonObject) -> list[JsonObject]:
    rows: list[JsonObject] = subscription["items"]["data"]
    return rows


def interval(rows: list[JsonObject], param: str = "items") -> tuple[str, int]:
    """The interval that all the items share."""
    found = {_cadence(row) for row in rows}
    if len(found) != 1:
        message = "All prices of a subscription must have the same billing interval."
        raise errors.invalid(message, param)
    return found.pop()


def _cadence(row: JsonObject) -> tuple[str, int]:
    recurring = row["price"]["recurring"]
    return recurring["interval"], recurring["interval_count"]
