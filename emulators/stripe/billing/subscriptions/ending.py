"""How a subscription ends, and what that does to its open invoices."""

from __future__ import annotations

from emulators.stripe.billing import customers, invoice_items
from emulators.stripe.billing.invoices.invoices import subscription_id
from emulators.stripe.billing.subscriptions import charges, items, schedule, shape
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.store import JsonObject


def cancel(
    parts: Parts,
    before: JsonObject,
    *,
    reason: str | None,
    prorates: bool = False,
    invoices_now: bool = False,
    details: JsonObject | None = None,
) -> JsonObject:
    """End it now. `prorates`: give back what was paid for the rest of the period."""
    now = parts.now(before)
    if prorates and before["status"] in {"active", "past_due"}:
        for row in items.of(before):
            part = charges.part(parts.account, row, before["currency"], now, unused=True)
            invoice_items.of_subscription(parts.account, before, part, now)
    if invoices_now:
        draft = parts.billing.invoice(before, "subscription_update", [])
        parts.invoices.collect(parts.invoices.finalize(draft))
    known = before["cancellation_details"]
    told = {**shape.NOT_CANCELED, **known, "reason": reason, **(details or {})}
    after = parts.account.store.save(
        {
            **parts.current(before),
            "canceled_at": before["canceled_at"] or now,
            "cancellation_details": told,
            "ended_at": now,
            "status": "canceled",
        }
    )
    schedule.plan(parts.timeline, after)
    _stop_collecting(parts, after)
    _end_schedule(parts, after)
    parts.account.events.emit("customer.subscription.deleted", after)
    return after


def expire(parts: Parts, before: JsonObject) -> JsonObject:
    """Nobody paid the first invoice in time."""
    now = parts.now(before)
    changes = {"status": "incomplete_expired", "ended_at": now, "canceled_at": now}
    after = parts.save(before, changes)
    schedule.plan(parts.timeline, after)
    invoice = parts.account.store.get("invoice", before["latest_invoice"])
    if invoice["status"] == "open":
        parts.invoices.collection.end(invoice, "void")
    return after


def _end_schedule(parts: Parts, subscription: JsonObject) -> None:
    """A schedule that still runs ends with its subscription."""
    key = subscription["schedule"] or ""
    before = parts.account.store.find("subscription_schedule", key)
    if before is None or before["status"] != "active":
        return
    changes = {
        "canceled_at": subscription["ended_at"],
        "current_phase": None,
        "status": "canceled",
    }
    after = parts.account.store.save({**before, **changes})
    is_delinquent = subscription["cancellation_details"]["reason"] == "payment_failed"
    told = "aborted" if is_delinquent else "canceled"
    parts.account.events.emit(f"subscription_schedule.{told}", after)


def _stop_collecting(parts: Parts, subscription: JsonObject) -> None:
    """Its unpaid invoices stay as they are, but nobody asks for their money any more."""
    for invoice in parts.account.store.newest_first("invoice"):
        is_waiting = invoice["status"] in {"draft", "open"}
        if is_waiting and subscription_id(invoice) == subscription["id"]:
            changes = {"auto_advance": False, "next_payment_attempt": None}
            parts.account.store.save({**invoice, **changes})


def trial_stops_it(parts: Parts, subscription: JsonObject) -> bool:
    """Whether nobody left a way to pay, and the subscription ends or pauses because of it."""
    if subscription["collection_method"] == "send_invoice":
        return False
    behavior = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
    method = subscription["default_payment_method"]
    method = method or customers.default_method(parts.account, subscription["customer"])
    if method is not None or behavior == "create_invoice":
        return False
    if behavior == "cancel":
        cancel(parts, subscription, reason=None)
    else:
        pause(parts, subscription, "trial_end_without_payment_method")
    return True


def pause(parts: Parts, before: JsonObject, why: str) -> JsonObject:
    """`why`: see `status_details.paused.subscription.type`."""
    paused = {
        "subscription": {"type": why},
        "transitioned_at": parts.now(before),
        "type": "subscription",
    }
    after = parts.save(before, {"status": "paused", "status_details": {"paused": paused}})
    parts.account.events.emit("customer.subscription.paused", after)
    schedule.plan(parts.timeline, after)
    return after
