"""A subscription's status follows its invoices."""

from __future__ import annotations

from emulators.stripe.billing import retries
from emulators.stripe.billing.invoices.invoices import subscription_id
from emulators.stripe.billing.subscriptions import ending, schedule, starting
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.store import JsonObject


class Following:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        parts.invoices.collection.watch(self._follow)

    def _follow(self, invoice: JsonObject, outcome: str) -> None:
        key = subscription_id(invoice)
        subscription = self._parts.account.store.find("subscription", key or "")
        if subscription is None or subscription["status"] in {"canceled", "incomplete_expired"}:
            return
        if outcome == "paid":
            self._paid(subscription, invoice)
        elif outcome in {"failed", "given_up"}:
            self._failed(subscription, invoice, outcome)
        elif outcome == "void" and subscription["status"] == "incomplete":
            ending.expire(self._parts, subscription)
        elif outcome == "uncollectible" and subscription["status"] == "past_due":
            self._change(subscription, "active")

    def _paid(self, subscription: JsonObject, invoice: JsonObject) -> None:
        saves = subscription["payment_settings"]["save_default_payment_method"]
        if saves == "on_subscription" and subscription["default_payment_method"] is None:
            subscription = self._with_method(subscription, invoice)
        status = subscription["status"]
        is_first = invoice["billing_reason"] == "subscription_create"
        if status == "incomplete" and is_first and self._is_told_of(subscription):
            self._change(subscription, starting.running_status(subscription))
        elif status in {"past_due", "unpaid"} and invoice["id"] == subscription["latest_invoice"]:
            self._change(subscription, "active")

    def _failed(self, subscription: JsonObject, invoice: JsonObject, outcome: str) -> None:
        if invoice["billing_reason"] == "subscription_create":
            return
        if subscription["status"] == "active":
            subscription = self._change(subscription, "past_due")
        if outcome != "given_up" or invoice["billing_reason"] == "manual":
            return
        after = retries.settings(self._parts.account)["after_retries"]
        if after == "cancel":
            ending.cancel(self._parts, subscription, reason="payment_failed")
        elif after == "unpaid":
            self._change(subscription, "unpaid")

    def _change(self, subscription: JsonObject, status: str) -> JsonObject:
        after = self._parts.save(subscription, {"status": status})
        schedule.plan(self._parts.timeline, after)
        return after

    def _with_method(self, subscription: JsonObject, invoice: JsonObject) -> JsonObject:
        """`save_default_payment_method`: what has paid once pays from now on."""
        rows = self._parts.account.store.newest_first("invoice_payment")
        row = next((one for one in rows if one["invoice"] == invoice["id"]), None)
        if row is None:
            return subscription
        key = row["payment"]["payment_intent"]
        method = self._parts.account.store.get("payment_intent", key)["payment_method"]
        return self._parts.account.store.save({**subscription, "default_payment_method": method})

    def _is_told_of(self, subscription: JsonObject) -> bool:
        """While a subscription is being made, its maker looks after its status."""
        return self._parts.timeline.due_at(schedule.EXPIRE, subscription["id"]) is not None
