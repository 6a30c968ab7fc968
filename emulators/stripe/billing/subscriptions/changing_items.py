"""What a change of items makes of them, and which of them are given back and charged anew."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.account import Account
from emulators.stripe.billing.plans import plan
from emulators.stripe.billing.subscriptions import items, schedule
from emulators.stripe.billing.tax import rates
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.metadata import merged


@dataclass(frozen=True, slots=True)
class ItemChanges:
    rows: list[JsonObject]
    ended: list[JsonObject]
    """As they were: the rest of their period is given back."""
    begun: list[JsonObject]
    """As they are now: the rest of their period is charged."""


def changed(account: Account, subscription: JsonObject, given: list[JsonObject]) -> ItemChanges:
    rows = {row["id"]: row for row in items.of(subscription)}
    changes = ItemChanges([], [], [])
    for place, one in enumerate(given):
        at = f"items[{place}]"
        key = one.get("id")
        if key is None:
            fresh = items.create(account, one, subscription, schedule.period(subscription), at)
            rows[fresh["id"]] = fresh
            changes.begun.append(fresh)
            continue
        if key not in rows:
            raise errors.no_such("subscription item", key, f"{at}[id]", 400)
        if one.get("deleted"):
            changes.ended.append(rows.pop(key))
            continue
        before, after = rows[key], _updated(account, rows[key], one, at)
        rows[key] = after
        if (before["price"], before["quantity"]) != (after["price"], after["quantity"]):
            changes.ended.append(before)
            changes.begun.append(after)
    if not rows:
        message = "A subscription must have at least one active item."
        raise errors.invalid(message, "items")
    changes.rows.extend(rows.values())
    items.interval(changes.rows)
    return changes


def _updated(account: Account, row: JsonObject, given: JsonObject, at: str) -> JsonObject:
    after = {
        **row,
        "metadata": merged(row["metadata"], given),
        "quantity": given.get("quantity", row["quantity"]),
    }
    if {"plan", "price", "price_data"} & set(given):
        price = items.price(account, given, at)
        after |= {"price": price, "plan": plan(price)}
    if "tax_rates" in given:
        after["tax_rates"] = rates.by_hand(account, given["tax_rates"] or [], f"{at}[tax_rates]")
    if "discounts" in given:
        start = row["current_period_start"]
        after["discounts"] = items.own_discounts(account, given, row["id"], start, at)
    return after
