"""What a subscription does by itself: renew, end its trial, expire, warn."""

from __future__ import annotations

from emulators.stripe.billing import calendar
from emulators.stripe.billing.subscriptions import charges, ending, items, schedule
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.store import JsonObject

_RENEWS = {"active", "past_due", "trialing", "unpaid"}


class Renewal:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        timeline = parts.timeline
        timeline.on(schedule.RENEW, self._renew)
        timeline.on(schedule.TRIAL_ENDS_SOON, self._warn)
        timeline.on(schedule.UPCOMING, self._announce)
        timeline.on(schedule.CANCEL, self._cancel)
        timeline.on(schedule.EXPIRE, self._expire)
        timeline.on(schedule.RESUME, self._resume_collection)

    def _renew(self, key: str) -> None:
        subscription = self._parts.account.store.get("subscription", key)
        if subscription["status"] not in _RENEWS:
            return
        if subscription["status"] == "trialing" and ending.trial_stops_it(
            self._parts, subscription
        ):
            return
        self.roll(subscription)

    def roll(self, before: JsonObject, *, now: int | None = None) -> JsonObject:
        """Begin the next period, and bill it. `now`: a new anchor for the cycle."""
        anchor = before["billing_cycle_anchor"] if now is None else now
        start = self._parts.now(before)
        rows = [next_period(row, anchor, start) for row in items.of(before)]
        status = "active" if before["status"] == "trialing" else before["status"]
        changes = {
            "billing_cycle_anchor": anchor,
            "items": items.listed(before["id"], rows),
            "status": status,
        }
        subscription = self._parts.account.store.save({**before, **changes})
        currency = subscription["currency"]
        billed = [charges.period(self._parts.account, row, currency) for row in rows]
        self._parts.billing.invoice(subscription, "subscription_cycle", billed)
        after = self._parts.current(subscription)
        self._parts.account.events.emit("customer.subscription.updated", after, before)
        schedule.plan(self._parts.timeline, after)
        self._leave_collection(after)
        return after

    def _leave_collection(self, subscription: JsonObject) -> None:
        """While collection is paused, each invoice is put aside as the shop said."""
        pause = subscription["pause_collection"]
        if pause is None or pause["behavior"] == "keep_as_draft":
            return
        invoice = self._parts.account.store.get("invoice", subscription["latest_invoice"])
        status = "void" if pause["behavior"] == "void" else "uncollectible"
        invoice = self._parts.invoices.finalize(invoice)
        if invoice["status"] == "open":
            self._parts.invoices.collection.end(invoice, status)

    def _warn(self, key: str) -> None:
        subscription = self._parts.account.store.get("subscription", key)
        self._parts.account.events.emit("customer.subscription.trial_will_end", subscription)

    def _announce(self, key: str) -> None:
        subscription = self._parts.account.store.get("subscription", key)
        customer = self._parts.account.store.get("customer", subscription["customer"])
        anchor = subscription["billing_cycle_anchor"]
        rows = [next_period(row, anchor) for row in items.of(subscription)]
        currency = subscription["currency"]
        coming = self._parts.invoices.drafts.composed(
            customer,
            self._parts.billing.fields(subscription, "upcoming"),
            [charges.period(self._parts.account, row, currency) for row in rows],
            self._parts.billing.waiting(subscription),
        )
        at = schedule.period(subscription)[1]
        told = {**coming, "next_payment_attempt": at + 3600}
        del told["id"]
        self._parts.account.events.emit("invoice.upcoming", told)

    def _cancel(self, key: str) -> None:
        subscription = self._parts.account.store.get("subscription", key)
        ending.cancel(self._parts, subscription, reason="cancellation_requested")

    def _expire(self, key: str) -> None:
        subscription = self._parts.account.store.get("subscription", key)
        if subscription["status"] == "incomplete":
            ending.expire(self._parts, subscription)

    def _resume_collection(self, key: str) -> None:
        subscription = self._parts.account.store.get("subscription", key)
        after = self._parts.save(subscription, {"pause_collection": None})
        schedule.plan(self._parts.timeline, after)


def next_period(row: JsonObject, anchor: int, start: int | None = None) -> JsonObject:
    """The item one period on. `start`: when that begins, if not where the last one ends."""
    recurring = row["price"]["recurring"]
    begins = row["current_period_end"] if start is None else start
    end = calendar.period_end(anchor, recurring["interval"], recurring["interval_count"], begins)
    return {**row, "current_period_start": begins, "current_period_end": end}
