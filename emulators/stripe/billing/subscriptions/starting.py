"""The first payment of a subscription, and what its answer makes of it."""

from __future__ import annotations

from emulators.stripe.billing.subscriptions import creation, means, schedule
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.store import JsonObject


def start(parts: Parts, params: JsonObject) -> JsonObject:
    """A new subscription after the first attempt to pay for it."""
    behavior = params.get("payment_behavior", "allow_incomplete")
    is_trial = params.get("trial_period_days") or params.get("trial_end")
    if behavior == "error_if_incomplete" and not is_trial:
        method = params.get("default_payment_method")
        away = bool(params.get("off_session"))
        means.check(parts.account, params["customer"], method, is_off_session=away)
    waits = behavior == "default_incomplete"
    subscription = creation.create(parts, params, tells=waits)
    subscription = _first_invoice(parts, subscription, params, waits=waits)
    if not waits:
        parts.account.events.emit("customer.subscription.created", subscription)
        if subscription["status"] == "trialing":
            tell_short_trial(parts, subscription)
    schedule.plan(parts.timeline, subscription)
    return subscription


def tell_short_trial(parts: Parts, subscription: JsonObject) -> None:
    """A trial that is too short for a notice is told of at once."""
    if subscription["trial_end"] - parts.now(subscription) <= schedule.TRIAL_NOTICE:
        parts.account.events.emit("customer.subscription.trial_will_end", subscription)


def running_status(subscription: JsonObject) -> str:
    return "trialing" if subscription["trial_end"] else "active"


def _first_invoice(
    parts: Parts, subscription: JsonObject, params: JsonObject, *, waits: bool
) -> JsonObject:
    invoice = parts.account.store.get("invoice", subscription["latest_invoice"])
    if subscription["collection_method"] == "send_invoice":
        if invoice["amount_due"] == 0:
            parts.invoices.finalize(invoice)
        return _running(parts, subscription, tells=waits)
    invoice = parts.invoices.finalize(invoice)
    if invoice["status"] == "open" and not waits:
        away = bool(params.get("off_session"))
        invoice = parts.invoices.attempt_now(invoice, is_off_session=away)
    if invoice["status"] == "paid":
        return _running(parts, parts.current(subscription), tells=waits)
    return parts.current(subscription)


def _running(parts: Parts, subscription: JsonObject, *, tells: bool) -> JsonObject:
    changes = {"status": running_status(subscription)}
    if tells:
        return parts.save(subscription, changes)
    return parts.account.store.save({**subscription, **changes})
