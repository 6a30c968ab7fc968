"""When a failed payment of an invoice is tried again, and what happens when it is given up."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.calendar import DAY
from emulators.stripe.store import JsonObject

PAUSES_DAYS = (1, 2, 2, 2, 2, 2, 3)
"""Eight attempts within two weeks, as Stripe's Smart Retries recommend; Stripe picks the hours."""
_KEY = "billing_settings"
_RETRIED = {"subscription_cycle", "subscription_threshold", "subscription_update"}


def settings(account: Account) -> JsonObject:
    """`after_retries` is what becomes of the subscription: `cancel`, `unpaid` or `past_due`."""
    kept = account.store.find("account", _KEY) or {}
    return {"after_retries": "cancel", "retry_days": list(PAUSES_DAYS), **kept}


def change(account: Account, changes: JsonObject) -> JsonObject:
    return account.store.put("account", _KEY, {**settings(account), **changes})


def pause(account: Account, invoice: JsonObject) -> int | None:
    """Seconds until the next attempt; None: this was the last."""
    if not invoice["auto_advance"] or invoice["billing_reason"] not in _RETRIED:
        return None
    days = settings(account)["retry_days"]
    failed = invoice["attempt_count"]
    return days[failed - 1] * DAY if failed <= len(days) else None
