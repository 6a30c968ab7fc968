"""The subscription that a completed Checkout Session leaves behind."""

from __future__ import annotations

from emulators.stripe.billing import invoice_items
from emulators.stripe.billing.subscriptions import creation, schedule, starting
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.store import JsonObject


def begin(parts: Parts, session: JsonObject, intent: JsonObject | None) -> JsonObject:
    """What changes in the session. `intent`: what paid, or what kept the method for later."""
    account = parts.account
    kept = account.store.get("checkout", session["id"])
    _one_time_items(parts, session, kept)
    method = intent["payment_method"] if intent else None
    subscription = creation.create(parts, _params(parts, session, kept, method))
    invoice = account.store.get("invoice", subscription["latest_invoice"])
    is_payment = intent is not None and intent["object"] == "payment_intent"
    invoice = parts.invoices.finalize_with(invoice, intent if is_payment else None)
    status = starting.running_status(subscription)
    subscription = parts.save(parts.current(subscription), {"status": status})
    if status == "trialing":
        starting.tell_short_trial(parts, subscription)
    schedule.plan(parts.timeline, subscription)
    return {
        "invoice": invoice["id"],
        "payment_intent": None,
        "setup_intent": None,
        "subscription": subscription["id"],
    }


def _params(parts: Parts, session: JsonObject, kept: JsonObject, method: str | None) -> JsonObject:
    given = [
        {"promotion_code": one["promotion_code"]}
        if one["promotion_code"]
        else {"coupon": one["coupon"]}
        for one in session["discounts"]
    ]
    items = [
        {
            "price": item["price"],
            "quantity": item["quantity"],
            "tax_rates": kept["tax_rates"].get(item["id"], []),
        }
        for item in kept["items"]
        if _price(parts, item)["type"] == "recurring"
    ]
    return {
        **kept["subscription_data"],
        "automatic_tax": {"enabled": session["automatic_tax"]["enabled"]},
        "currency": session["currency"],
        "customer": session["customer"],
        "default_payment_method": method,
        "discounts": given,
        "items": items,
    }


def _one_time_items(parts: Parts, session: JsonObject, kept: JsonObject) -> None:
    """What is sold once goes on the first invoice, too."""
    customer = parts.account.store.get("customer", session["customer"])
    now = parts.timeline.now(customer.get("test_clock"))
    for item in kept["items"]:
        price = _price(parts, item)
        if price["type"] == "recurring":
            continue
        by_hand = kept["tax_rates"].get(item["id"], [])
        fields = {
            "amount": item["amount_subtotal"],
            "currency": item["currency"],
            "customer": customer["id"],
            "date": now,
            "description": item["description"],
            "period": {"end": now, "start": now},
            "pricing": invoice_items.pricing(price),
            "quantity": item["quantity"],
            "tax_rates": [parts.account.store.get("tax_rate", key) for key in by_hand],
            "test_clock": customer.get("test_clock"),
        }
        basis = {"product": price["product"], "tax_behavior": price["tax_behavior"]}
        invoice_items.create(parts.account, fields, basis)


def _price(parts: Parts, item: JsonObject) -> JsonObject:
    return parts.account.store.get("price", item["price"])
