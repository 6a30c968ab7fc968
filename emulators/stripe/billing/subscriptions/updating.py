"""A subscription is changed: now, to the second, or from the next period on."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.billing import calendar, customers, discounts, invoice_items
from emulators.stripe.billing.subscriptions import charges, ending, items, means, schedule, shape
from emulators.stripe.billing.subscriptions.changing_items import ItemChanges, changed
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.billing.tax import rates
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.metadata import merged

_PLAIN = (
    *("collection_method", "days_until_due", "description", "trial_settings"),
    "pause_collection",
)
_ALWAYS = {"cancellation_details", "metadata"}


@dataclass(frozen=True, slots=True)
class Proration:
    behavior: str
    at: int


def update(parts: Parts, before: JsonObject, params: JsonObject) -> JsonObject:
    _check(before, params)
    now = parts.now(before)
    if _ends_trial(before, params) and ending.trial_stops_it(parts, before):
        return parts.account.store.save({**parts.current(before), "trial_end": now})
    proration = Proration(
        params.get("proration_behavior", "create_prorations"), params.get("proration_date", now)
    )
    made = changed(parts.account, before, params.get("items", []))
    resets = _resets(before, made, params)
    changes = {**_plain(parts, before, params), **_cancellation(before, params, now)}
    if resets:
        made = _in_new_cycle(made, now)
        changes |= {"billing_cycle_anchor": now, "status": _running(before, params)}
    changes |= _trial(before, made, params, now)
    is_billed = resets or (
        proration.behavior == "always_invoice" and bool(made.ended or made.begun)
    )
    if is_billed and params.get("payment_behavior") == "error_if_incomplete":
        method = params.get("default_payment_method", before["default_payment_method"])
        away = bool(params.get("off_session"))
        means.check(parts.account, before["customer"], method, is_off_session=away)
    after = {**before, **changes, "items": items.listed(before["id"], made.rows)}
    parts.account.store.save(after)
    if before["status"] != "trialing":
        _prorate(parts, before, made, proration, resets=resets)
    if is_billed:
        _invoice_now(parts, after, params, resets=resets)
    current = parts.current(after)
    if current != before:
        told = parts.account.events.emit
        told("customer.subscription.updated", current, before)
    schedule.plan(parts.timeline, current)
    return current


def _check(before: JsonObject, params: JsonObject) -> None:
    if before["status"] in {"canceled", "incomplete_expired"} and set(params) - _ALWAYS:
        message = "A canceled subscription can only update its cancellation_details and metadata."
        raise errors.invalid(message)
    start, end = schedule.period(before)
    if not start <= params.get("proration_date", start) <= end:
        message = "The `proration_date` must be within the current billing period."
        raise errors.invalid(message, "proration_date")
    if "cancel_at" in params and "cancel_at_period_end" in params:
        raise errors.exclusive("cancel_at", "cancel_at_period_end")


def _plain(parts: Parts, before: JsonObject, params: JsonObject) -> JsonObject:
    account = parts.account
    changes = {name: params[name] for name in _PLAIN if name in params}
    changes["metadata"] = merged(before["metadata"], params)
    if changes.get("pause_collection"):
        changes["pause_collection"] = {"resumes_at": None, **changes["pause_collection"]}
    if "automatic_tax" in params:
        changes["automatic_tax"] = shape.automatic_tax(bool(params["automatic_tax"]["enabled"]))
    if "default_payment_method" in params:
        key, owner = params["default_payment_method"], before["customer"]
        method = customers.own_method(account, key, owner, "default_payment_method")
        changes["default_payment_method"] = method
    if "default_tax_rates" in params:
        given = params["default_tax_rates"] or []
        changes["default_tax_rates"] = rates.by_hand(account, given, "default_tax_rates")
    for name in ("invoice_settings", "payment_settings", "cancellation_details"):
        if name in params:
            changes[name] = {**before[name], **params[name]}
    if "discounts" in params:
        changes["discounts"] = _discounts(parts, before, params["discounts"] or [])
    return changes


def _discounts(parts: Parts, before: JsonObject, given: list[JsonObject]) -> list[str]:
    account, now = parts.account, parts.now(before)
    owner = {"customer": before["customer"], "subscription": before["id"]}
    kept = []
    for wish in discounts.wishes(account, given, before["currency"], None):
        one = wish.existing or discounts.create(account, wish, owner, now)
        if wish.existing is None:
            discounts.redeem(account, one)
            account.events.emit("customer.discount.created", one)
        kept.append(one["id"])
    for gone in set(before["discounts"]) - set(kept):
        told = account.store.get("discount", gone)
        account.events.emit("customer.discount.deleted", told)
    return kept


def _cancellation(before: JsonObject, params: JsonObject, now: int) -> JsonObject:
    if "cancel_at_period_end" not in params and "cancel_at" not in params:
        return {}
    _, end = schedule.period(before)
    at_end = bool(params.get("cancel_at_period_end"))
    cancel_at = end if at_end else params.get("cancel_at")
    if isinstance(cancel_at, str):
        cancel_at = end
    if cancel_at is not None and cancel_at <= now:
        raise errors.invalid("The `cancel_at` timestamp must be in the future.", "cancel_at")
    details = {**before["cancellation_details"], **params.get("cancellation_details", {})}
    reason = None if cancel_at is None else "cancellation_requested"
    return {
        "cancel_at": cancel_at,
        "cancel_at_period_end": at_end,
        "canceled_at": None if cancel_at is None else now,
        "cancellation_details": {**details, "reason": reason},
    }


def _resets(before: JsonObject, made: ItemChanges, params: JsonObject) -> bool:
    """Whether a new cycle begins now: because it is asked for, or the interval is another."""
    if params.get("billing_cycle_anchor", {}).get("type") == "now":
        return True
    if _ends_trial(before, params):
        return True
    is_other = items.interval(made.rows) != items.interval(items.of(before))
    return is_other and before["status"] != "trialing"


def _ends_trial(before: JsonObject, params: JsonObject) -> bool:
    return before["status"] == "trialing" and params.get("trial_end") == "now"


def _running(before: JsonObject, params: JsonObject) -> str:
    return "active" if _ends_trial(before, params) else str(before["status"])


def _in_new_cycle(made: ItemChanges, now: int) -> ItemChanges:
    interval, count = items.interval(made.rows)
    end = calendar.step(now, interval, count)
    period = {"current_period_start": now, "current_period_end": end}
    return ItemChanges([{**row, **period} for row in made.rows], made.ended, [])


def _trial(before: JsonObject, made: ItemChanges, params: JsonObject, now: int) -> JsonObject:
    trial_end = params.get("trial_end")
    if trial_end == "now":
        return {"trial_end": now} if before["status"] == "trialing" else {}
    if trial_end is None:
        return {}
    if trial_end <= now:
        raise errors.invalid("The `trial_end` timestamp must be in the future.", "trial_end")
    for place, row in enumerate(made.rows):
        made.rows[place] = {**row, "current_period_end": trial_end}
    start = before["trial_start"] or now
    anchored = {"billing_cycle_anchor": trial_end, "status": "trialing"}
    return {"trial_end": trial_end, "trial_start": start, **anchored}


def _prorate(
    parts: Parts, before: JsonObject, made: ItemChanges, proration: Proration, *, resets: bool
) -> None:
    if proration.behavior == "none":
        return
    ended = items.of(before) if resets else made.ended
    for rows, unused in ((ended, True), (made.begun, False)):
        for row in rows:
            if charges.share_left(row, proration.at) == 0:
                continue
            part = charges.part(parts.account, row, before["currency"], proration.at, unused=unused)
            invoice_items.of_subscription(parts.account, before, part, parts.now(before))


def _invoice_now(
    parts: Parts, subscription: JsonObject, params: JsonObject, *, resets: bool
) -> None:
    currency = subscription["currency"]
    rows = items.of(subscription) if resets else []
    whole = [charges.period(parts.account, row, currency) for row in rows]
    invoice = parts.billing.invoice(subscription, "subscription_update", whole)
    invoice = parts.invoices.finalize(invoice)
    if invoice["status"] != "open":
        return
    if subscription["collection_method"] == "send_invoice":
        parts.invoices.send(invoice)
    elif params.get("payment_behavior") != "default_incomplete":
        parts.invoices.attempt_now(invoice, is_off_session=bool(params.get("off_session")))
