"""Plans: what recurring prices were called once. Subscription items still show them."""

from __future__ import annotations

from emulators.stripe.store import JsonObject

_SAME = (
    *("active", "billing_scheme", "created", "currency", "id", "livemode", "metadata"),
    *("nickname", "product", "tiers_mode"),
)
_CADENCE = ("interval", "interval_count", "meter", "trial_period_days", "usage_type")


def plan(price: JsonObject) -> JsonObject:
    """A recurring price in the shape of a plan."""
    return {
        **{name: price[name] for name in _SAME},
        **{name: price["recurring"][name] for name in _CADENCE},
        "object": "plan",
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "transform_usage": price["transform_quantity"],
    }
