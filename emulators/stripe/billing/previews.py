"""The invoice that would come: everything is done as usual, looked at, and taken back."""

from __future__ import annotations

from emulators.stripe.billing import discounts, invoice_items
from emulators.stripe.billing.invoices import shape
from emulators.stripe.billing.item_amounts import asked
from emulators.stripe.billing.subscriptions import charges, creation, ending, items, updating
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.billing.subscriptions.renewal import next_period
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

_KEPT = ("automatic_tax", "currency", "discounts")
_CHANGES = ("items", "proration_behavior", "proration_date")


def preview(parts: Parts, params: JsonObject) -> JsonObject:
    """The invoice, which nobody will find again."""
    with parts.account.store.undoable() as undo:
        try:
            invoice = _made(parts, params)
        finally:
            undo()
            parts.account.agenda.rearm()
    rows = invoice["lines"]["data"]
    shown = [{**row, "id": row["id"].replace("il_", "il_tmp_")} for row in rows]
    url = f"/v1/invoices/upcoming_{invoice['id']}/lines"
    return {
        **invoice,
        "id": f"upcoming_{invoice['id']}",
        "lines": {**invoice["lines"], "data": shown, "url": url},
    }


def _made(parts: Parts, params: JsonObject) -> JsonObject:
    account = parts.account
    subscription = None
    if "subscription" in params:
        key = params["subscription"]
        subscription = lookup.in_param(account, "subscription", key, "subscription")
    key = params.get("customer", subscription["customer"] if subscription else None)
    if key is None:
        raise errors.missing("customer")
    customer = lookup.in_param(account, "customer", key, "customer")
    details = params.get("customer_details", {})
    customer = account.store.save({**customer, **details})
    _waiting(parts, params, customer)
    changes = params.get("subscription_details", {})
    if subscription is not None:
        return _of_subscription(parts, subscription, params, changes)
    if changes.get("items"):
        return _of_new_subscription(parts, params, customer, changes)
    return _of_items(parts, params, customer)


def _waiting(parts: Parts, params: JsonObject, customer: JsonObject) -> None:
    """`invoice_items`: what else would be on it."""
    now = parts.timeline.now(customer.get("test_clock"))
    for given in params.get("invoice_items", []):
        known = {"currency": params["currency"]} if "currency" in params else {}
        fields, basis = asked(parts.account, {**known, **given}, customer, now)
        invoice_items.create(parts.account, fields, basis)


def _of_subscription(
    parts: Parts, subscription: JsonObject, params: JsonObject, changes: JsonObject
) -> JsonObject:
    before = subscription["latest_invoice"]
    if changes.get("cancel_now"):
        prorates = changes.get("proration_behavior", "create_prorations") != "none"
        ended = ending.cancel(
            parts, subscription, reason=None, prorates=prorates, invoices_now=False
        )
        return parts.billing.invoice(ended, "subscription_update", [])
    given = {name: changes[name] for name in _CHANGES if name in changes}
    if "discounts" in params:
        given["discounts"] = params["discounts"]
    after = updating.update(parts, subscription, given) if given else subscription
    if after["latest_invoice"] != before:
        return parts.account.store.get("invoice", after["latest_invoice"])
    rows = [next_period(row, after["billing_cycle_anchor"]) for row in items.of(after)]
    coming = [charges.period(parts.account, row, after["currency"]) for row in rows]
    if params.get("preview_mode") == "recurring":
        for item in parts.billing.waiting(after):
            parts.account.store.delete("invoiceitem", item["id"])
    draft = parts.billing.invoice(after, "upcoming", coming)
    at = rows[0]["current_period_start"]
    return {**draft, "created": at, "next_payment_attempt": at + 3600, "period_end": at}


def _of_new_subscription(
    parts: Parts, params: JsonObject, customer: JsonObject, changes: JsonObject
) -> JsonObject:
    given = {name: params[name] for name in _KEPT if name in params}
    asked_for = {**given, "customer": customer["id"], "items": changes["items"]}
    made = creation.create(parts, asked_for)
    return parts.account.store.get("invoice", made["latest_invoice"])


def _of_items(parts: Parts, params: JsonObject, customer: JsonObject) -> JsonObject:
    waiting = [
        item
        for _, item in parts.account.store.items("invoiceitem")
        if item["customer"] == customer["id"] and item["invoice"] is None
    ]
    if not waiting:
        message = "No upcoming invoices for customer: " + customer["id"]
        raise errors.invalid(message, None, "invoice_upcoming_none")
    currency = waiting[0]["currency"]
    wished = discounts.wishes(parts.account, params.get("discounts") or [], currency, None)
    owner = {"customer": customer["id"]}
    now = parts.timeline.now(customer.get("test_clock"))
    running = [discounts.create(parts.account, wish, owner, now)["id"] for wish in wished]
    enabled = bool(params.get("automatic_tax", {}).get("enabled"))
    fields = {
        "automatic_tax": shape.automatic_tax(enabled),
        "currency": currency,
        "discounts": running,
    }
    return parts.invoices.drafts.composed(customer, fields, waiting=waiting)
