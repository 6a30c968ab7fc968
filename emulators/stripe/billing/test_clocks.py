"""Customers who live by a test clock."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.timeline import CLOCK_KIND
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

CUSTOMERS_MAX = 3
"""Per test clock."""


def joining(account: Account, params: JsonObject) -> JsonObject:
    """The fields of a new customer that its test clock decides on."""
    key = params.get("test_clock")
    if key is None:
        return {}
    clock = lookup.in_param(account, CLOCK_KIND, key, "test_clock")
    present = [
        row for row in account.store.newest_first("customer") if row.get("test_clock") == key
    ]
    if len(present) >= CUSTOMERS_MAX:
        message = f"A test clock can have at most {CUSTOMERS_MAX} customers."
        raise errors.invalid(message, "test_clock")
    return {"created": clock["frozen_time"]}
