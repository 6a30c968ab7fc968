"""What a shop asks of an invoice, as the invoice's fields."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing import customers, discounts
from emulators.stripe.billing.invoices import drafts, shape
from emulators.stripe.billing.tax import rates
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.metadata import merged

_PLAIN = (
    *("auto_advance", "collection_method", "custom_fields", "description", "due_date"),
    *("effective_at", "footer", "number", "statement_descriptor"),
)


def asked(
    account: Account, timeline: Timeline, params: JsonObject, customer: JsonObject
) -> JsonObject:
    """The fields of a new draft."""
    sends = params.get("collection_method") == "send_invoice"
    if sends and not {"days_until_due", "due_date"} & set(params):
        message = (
            "If invoice type is set to 'send_invoice', then 'days_until_due' or 'due_date' must"
            " be specified."
        )
        raise errors.invalid(message, "days_until_due")
    if not sends and {"days_until_due", "due_date"} & set(params):
        message = "`days_until_due` and `due_date` go with `collection_method=send_invoice`."
        raise errors.invalid(message, "days_until_due")
    currency = params.get("currency") or _waiting_currency(account, customer) or "usd"
    draft = {**shape.AT_REST, "currency": currency, "discounts": []}
    return {"currency": currency, **changes(account, timeline, params, customer, draft)}


def changes(
    account: Account,
    timeline: Timeline,
    params: JsonObject,
    customer: JsonObject,
    before: JsonObject,
) -> JsonObject:
    now = timeline.now(customer.get("test_clock"))
    found = {name: params[name] for name in _PLAIN if name in params}
    found["metadata"] = merged(before["metadata"], params)
    if "automatic_tax" in params:
        found["automatic_tax"] = shape.automatic_tax(bool(params["automatic_tax"]["enabled"]))
    if "days_until_due" in params:
        sent = {"collection_method": "send_invoice"}
        found["due_date"] = drafts.due_date(sent, now, params["days_until_due"])
    if "default_payment_method" in params:
        key = params["default_payment_method"]
        method = customers.own_method(account, key, customer["id"], "default_payment_method")
        found["default_payment_method"] = method
    if "default_tax_rates" in params:
        given = params["default_tax_rates"] or []
        found["default_tax_rates"] = rates.by_hand(account, given, "default_tax_rates")
    if "discounts" in params:
        found["discounts"] = _discounts(account, params, customer, before, now)
    elif "id" not in before and customer["discount"]:
        found["discounts"] = [customer["discount"]["id"]]
    return found


def parent(subscription: JsonObject) -> JsonObject:
    details = {
        "metadata": subscription["metadata"],
        "subscription": subscription["id"],
        "subscription_proration_date": None,
    }
    return {
        "quote_details": None,
        "subscription_details": details,
        "type": "subscription_details",
    }


def _discounts(
    account: Account, params: JsonObject, customer: JsonObject, before: JsonObject, now: int
) -> list[str]:
    owner = {"customer": customer["id"], "invoice": before.get("id")}
    kept = []
    for wish in discounts.wishes(account, params["discounts"] or [], before["currency"], None):
        one = wish.existing or discounts.create(account, wish, owner, now)
        if wish.existing is None:
            discounts.redeem(account, one)
        kept.append(one["id"])
    return kept


def _waiting_currency(account: Account, customer: JsonObject) -> str | None:
    """The currency of what waits for the customer's next invoice, or of its last one."""
    for item in account.store.newest_first("invoiceitem"):
        if item["customer"] == customer["id"] and item["invoice"] is None:
            return str(item["currency"])
    currency: str | None = customer["currency"]
    return currency
