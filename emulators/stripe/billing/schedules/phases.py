"""The phases of a subscription schedule: what is sold from when to when."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import calendar
from emulators.stripe.billing.subscriptions import items
from emulators.stripe.billing.tax import rates
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.metadata import merged

CYCLES = "cycles"
"""The unit of `duration` that stands for the `iterations` of older API versions."""
PHASES_MAX = 10
_AT_REST: JsonObject = {
    "add_invoice_items": [],
    "application_fee_percent": None,
    "billing_cycle_anchor": None,
    "billing_thresholds": None,
    "collection_method": None,
    "default_payment_method": None,
    "description": None,
    "discounts": [],
    "invoice_settings": None,
    "on_behalf_of": None,
    "proration_behavior": "create_prorations",
    "transfer_data": None,
    "trial": None,
    "trial_end": None,
}
_PLAIN = (
    *("collection_method", "default_payment_method", "description", "proration_behavior"),
    "trial_end",
)


def phases(account: Account, given: list[JsonObject], start: int) -> list[JsonObject]:
    """One after the other from `start`; each says its end, or how long it takes."""
    if not given:
        raise errors.missing("phases")
    if len(given) > PHASES_MAX:
        raise errors.invalid(f"A schedule has at most {PHASES_MAX} phases.", "phases")
    found, begins = [], start
    for place, one in enumerate(given):
        phase = _phase(account, one, begins, f"phases[{place}]")
        found.append(phase)
        begins = phase["end_date"]
    return found


def _phase(account: Account, given: JsonObject, begins: int, at: str) -> JsonObject:
    if not given.get("items"):
        raise errors.missing(f"{at}[items]")
    sold = [_item(account, one, f"{at}[items][{n}]") for n, one in enumerate(given["items"])]
    by_hand = rates.by_hand(
        account, given.get("default_tax_rates") or [], f"{at}[default_tax_rates]"
    )
    price = account.store.get("price", sold[0]["price"])
    discounts = [
        {"coupon": None, "discount": None, "promotion_code": None, **one}
        for one in given.get("discounts") or []
    ]
    return {
        **_AT_REST,
        **{name: given[name] for name in _PLAIN if name in given},
        "automatic_tax": given.get("automatic_tax"),
        "currency": price["currency"],
        "default_tax_rates": by_hand,
        "discounts": discounts,
        "end_date": _end(given, price, begins, at),
        "items": sold,
        "metadata": merged({}, given),
        "start_date": begins,
    }


def _item(account: Account, given: JsonObject, at: str) -> JsonObject:
    price = items.price(account, given, at)
    by_hand = rates.by_hand(account, given.get("tax_rates") or [], f"{at}[tax_rates]")
    return {
        "billing_thresholds": None,
        "discounts": given.get("discounts") or [],
        "metadata": merged({}, given),
        "plan": price["id"],
        "price": price["id"],
        "quantity": given.get("quantity", 1),
        "tax_rates": by_hand,
    }


def _end(given: JsonObject, price: JsonObject, begins: int, at: str) -> int:
    if "end_date" in given and "duration" in given:
        raise errors.exclusive(f"{at}[duration]", f"{at}[end_date]")
    if "end_date" in given:
        if given["end_date"] <= begins:
            message = "The end date of a phase must be after its start date."
            raise errors.invalid(message, f"{at}[end_date]")
        return int(given["end_date"])
    cadence = price["recurring"]
    asked = given.get("duration", {"interval": CYCLES})
    count = asked.get("interval_count", 1)
    if asked["interval"] == CYCLES:
        return calendar.step(begins, cadence["interval"], cadence["interval_count"] * count)
    return calendar.step(begins, asked["interval"], count)


def asked_for(phase: JsonObject) -> JsonObject:
    """What a phase makes of its subscription, as the parameters of a subscription."""
    sold = [
        {
            "metadata": one["metadata"],
            "price": one["price"],
            "quantity": one["quantity"],
            "tax_rates": [rate["id"] for rate in one["tax_rates"]],
        }
        for one in phase["items"]
    ]
    wished = [{name: value for name, value in one.items() if value} for one in phase["discounts"]]
    plain = ("collection_method", "default_payment_method", "description", "trial_end")
    return {
        **{name: phase[name] for name in plain if phase[name] is not None},
        **({"automatic_tax": phase["automatic_tax"]} if phase["automatic_tax"] else {}),
        "default_tax_rates": [rate["id"] for rate in phase["default_tax_rates"]],
        "discounts": wished,
        "items": sold,
        "metadata": phase["metadata"],
        "proration_behavior": phase["proration_behavior"],
    }
