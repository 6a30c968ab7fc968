"""The first payment of a subscription, and what its answer makes of it."""

from __future__ import annotations

from http import HTTPStatus

from emulators.stripe.billing.subscriptions import creation, schedule
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.payments import cards, declines, methods, saving
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.errors import StripeError


def start(parts: Parts, params: JsonObject) -> JsonObject:
    """A new subscription after the first attempt to pay for it."""
    behavior = params.get("payment_behavior", "allow_incomplete")
    if behavior == "error_if_incomplete":
        _must_work(parts, params)
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


def _must_work(parts: Parts, params: JsonObject) -> None:
    """Refuse beforehand what would fail, so that nothing is left of it."""
    if params.get("trial_period_days") or params.get("trial_end"):
        return
    account = parts.account
    customer = account.store.find("customer", params["customer"])
    settings = (customer or {}).get("invoice_settings", {})
    key = params.get("default_payment_method") or settings.get("default_payment_method")
    method = account.store.find("payment_method", key or "")
    if method is None:
        message = (
            "This customer has no attached payment source or default payment method. Please"
            " consider adding a default payment method."
        )
        raise errors.invalid(message, None, "resource_missing")
    if method["type"] != "card":
        return
    decline = cards.by_number(methods.secret_number(account, method)).decline
    away = bool(params.get("off_session"))
    if saving.must_authenticate(account, method, is_off_session=away):
        decline = declines.NEEDS_AUTHENTICATION
    if decline is not None:
        details = {"decline_code": decline.decline_code, "payment_method": method}
        status = HTTPStatus.PAYMENT_REQUIRED
        raise StripeError(
            status, decline.error_type, decline.message, decline.code, details=details
        )
