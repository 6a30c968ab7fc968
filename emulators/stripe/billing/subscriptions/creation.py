"""A new subscription: its items, its first period, its first invoice, its first payment."""

from __future__ import annotations

from decimal import Decimal

from emulators.stripe.account import Account
from emulators.stripe.billing import calendar, customers, discounts
from emulators.stripe.billing.invoices.lines import Charge
from emulators.stripe.billing.subscriptions import anchors, charges, items, shape
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.billing.tax import rates
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

_PLAIN = (
    *("collection_method", "days_until_due", "description", "trial_settings"),
    "cancel_at_period_end",
)


def create(parts: Parts, params: JsonObject, *, tells: bool = True) -> JsonObject:
    """Save the subscription and its first invoice; no money has moved yet.

    `tells`: whether `customer.subscription.created` is sent at once, while `incomplete`.
    """
    account = parts.account
    customer = lookup.in_param(account, "customer", params["customer"], "customer")
    _check(params)
    now = parts.timeline.now(customer.get("test_clock"))
    subscription = _bare(account, customer, params, now)
    rows = _items(account, params, subscription, now)
    terms = anchors.first_terms(params, items.interval(rows), now)
    rows = [
        {**row, "current_period_start": terms.start, "current_period_end": terms.end}
        for row in rows
    ]
    subscription |= {
        "billing_cycle_anchor": terms.anchor,
        "cancel_at": _cancel_at(params, terms.end),
        "items": items.listed(subscription["id"], rows),
        "trial_end": terms.end if terms.is_trial else None,
        "trial_start": now if terms.is_trial else None,
    }
    wished = discounts.wishes(
        account, params.get("discounts") or [], subscription["currency"], None
    )
    owner = {"customer": customer["id"], "subscription": subscription["id"]}
    running = [discounts.create(account, wish, owner, now) for wish in wished]
    subscription["discounts"] = [one["id"] for one in running]
    account.store.save(subscription)
    for one in running:
        discounts.redeem(account, one)
        account.events.emit("customer.discount.created", one)
    if tells:
        account.events.emit("customer.subscription.created", subscription)
    parts.billing.invoice(subscription, "subscription_create", _charges(parts, subscription, terms))
    return account.store.get("subscription", subscription["id"])


def _check(params: JsonObject) -> None:
    if not params.get("items"):
        raise errors.missing("items")
    if "trial_end" in params and "trial_period_days" in params:
        raise errors.exclusive("trial_end", "trial_period_days")
    if "cancel_at" in params and params.get("cancel_at_period_end"):
        raise errors.exclusive("cancel_at", "cancel_at_period_end")
    sends = params.get("collection_method") == "send_invoice"
    if sends != ("days_until_due" in params):
        if sends:
            raise errors.missing("days_until_due")
        message = "`days_until_due` goes with `collection_method=send_invoice`."
        raise errors.invalid(message, "days_until_due")


def _bare(account: Account, customer: JsonObject, params: JsonObject, now: int) -> JsonObject:
    method = params.get("default_payment_method")
    if method is not None:
        method = customers.own_method(account, method, customer["id"], "default_payment_method")
    by_hand = rates.by_hand(account, params.get("default_tax_rates") or [], "default_tax_rates")
    taxed = bool(params.get("automatic_tax", {}).get("enabled"))
    first = items.price(account, params["items"][0], "items[0]")
    settings = {**shape.AT_REST["payment_settings"], **params.get("payment_settings", {})}
    return {
        **shape.AT_REST,
        **{name: params[name] for name in _PLAIN if params.get(name) is not None},
        "id": account.ids.new("sub"),
        "object": "subscription",
        "automatic_tax": shape.automatic_tax(taxed),
        "created": now,
        "currency": params.get("currency", first["currency"]),
        "customer": customer["id"],
        "default_payment_method": method,
        "default_tax_rates": by_hand,
        "invoice_settings": {
            **shape.AT_REST["invoice_settings"],
            **params.get("invoice_settings", {}),
        },
        "metadata": params.get("metadata") or {},
        "payment_settings": settings,
        "start_date": now,
        "status": "incomplete",
        "test_clock": customer.get("test_clock"),
    }


def _items(
    account: Account, params: JsonObject, subscription: JsonObject, now: int
) -> list[JsonObject]:
    given = params["items"]
    if len(given) > items.ITEMS_MAX:
        message = f"A subscription can have at most {items.ITEMS_MAX} items."
        raise errors.invalid(message, "items")
    return [
        items.create(account, one, subscription, (now, now), f"items[{place}]")
        for place, one in enumerate(given)
    ]


def _cancel_at(params: JsonObject, period_end: int) -> int | None:
    if params.get("cancel_at_period_end"):
        return period_end
    asked = params.get("cancel_at")
    if asked in {"max_period_end", "min_period_end", "max_billed_until"}:
        return period_end
    cancel_at: int | None = asked
    return cancel_at


def _charges(parts: Parts, subscription: JsonObject, terms: anchors.Terms) -> list[Charge]:
    rows = items.of(subscription)
    if terms.is_trial:
        return [charges.trial(parts.account, row) for row in rows]
    if not terms.charges_first:
        return []
    currency = subscription["currency"]
    return [charges.period(parts.account, row, currency, share=_share(row, terms)) for row in rows]


def _share(row: JsonObject, terms: anchors.Terms) -> Decimal:
    """Less than one for the days until a cycle that is anchored elsewhere begins."""
    whole = terms.end - calendar.step(terms.end, terms.interval, -terms.count)
    if terms.end - terms.start >= whole:
        return Decimal(1)
    return Decimal(row["current_period_end"] - row["current_period_start"]) / Decimal(whole)
