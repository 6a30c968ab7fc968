"""What everything about subscriptions works with."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.account import Account
from emulators.stripe.billing.invoices.invoices import Invoices
from emulators.stripe.billing.subscriptions.billing import SubscriptionBilling
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.store import JsonObject


@dataclass(frozen=True, slots=True)
class Parts:
    account: Account
    timeline: Timeline
    invoices: Invoices
    billing: SubscriptionBilling

    def now(self, subscription: JsonObject) -> int:
        return self.timeline.now(subscription["test_clock"])

    def current(self, subscription: JsonObject) -> JsonObject:
        """The subscription as it is stored now."""
        return self.account.store.get("subscription", subscription["id"])

    def save(self, before: JsonObject, changes: JsonObject) -> JsonObject:
        """Save, and tell what changed, if anything did."""
        after = {**before, **changes}
        if after == before:
            return before
        self.account.store.save(after)
        self.account.events.emit("customer.subscription.updated", after, before)
        return after
