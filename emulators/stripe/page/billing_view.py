"""What the billing portal and the hosted invoice show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from emulators.stripe.account import DISPLAY_NAME, Account
from emulators.stripe.billing.portal import Visit
from emulators.stripe.billing.subscriptions import items, schedule
from emulators.stripe.page.view import TEMPLATES
from emulators.stripe.payments.currencies import shown
from emulators.stripe.store import JsonObject

Complaints = Mapping[str, str]
NONE: Complaints = MappingProxyType({})


def portal(account: Account, visit: Visit, complaints: Complaints, back: str) -> str:
    return TEMPLATES.get_template("portal.html").render(
        back=back,
        card=_card(account, visit.customer),
        complaints=complaints,
        fields={},
        features=visit.features,
        invoices=[_invoice(row) for row in visit.invoices],
        merchant=DISPLAY_NAME,
        profile=visit.profile,
        offers=[{"id": price["id"], "name": _plan(account, price)} for price in visit.offers],
        subscriptions=[_subscription(account, row) for row in visit.subscriptions],
    )


def invoice(
    row: JsonObject, lines: list[JsonObject], complaints: Complaints, *, is_payable: bool
) -> str:
    currency = row["currency"]
    sums = [
        ("Subtotal", row["subtotal"]),
        ("Discount", -sum(one["amount"] for one in row["total_discount_amounts"])),
        ("Tax", sum(one["amount"] for one in row["total_taxes"])),
        ("Credit", -row["pre_payment_credit_notes_amount"]),
    ]
    kept = [(name, amount) for name, amount in sums if amount or name == "Subtotal"]
    return TEMPLATES.get_template("invoice.html").render(
        complaints=complaints,
        fields={},
        heading=_heading(row),
        invoice=_invoice(row),
        is_payable=is_payable,
        lines=[
            {"name": line["description"], "amount": shown(line["amount"], currency)}
            for line in lines
        ],
        merchant=DISPLAY_NAME,
        sums=[(name, shown(amount, currency)) for name, amount in kept],
    )


def _heading(row: JsonObject) -> str:
    if row["status"] == "open":
        return f"{shown(row['amount_remaining'], row['currency'])} due"
    return f"{shown(row['total'], row['currency'])}"


def _invoice(row: JsonObject) -> JsonObject:
    return {
        "day": _day(row["created"]),
        "due": shown(row["amount_remaining"], row["currency"]),
        "due_on": _day(row["due_date"]) if row["due_date"] and row["status"] == "open" else "",
        "number": row["number"],
        "status": row["status"],
        "total": shown(row["total"], row["currency"]),
        "url": row["hosted_invoice_url"],
    }


def _subscription(account: Account, row: JsonObject) -> JsonObject:
    return {
        "id": row["id"],
        "ends_on": _day(row["cancel_at"]) if row["cancel_at"] else "",
        "plans": [_plan(account, item["price"]) for item in items.of(row)],
        "renews_on": _day(schedule.period(row)[1]),
        "status": row["status"],
    }


def _plan(account: Account, price: JsonObject) -> str:
    name = account.store.get("product", price["product"])["name"]
    recurring = price["recurring"]
    count, interval = recurring["interval_count"], recurring["interval"]
    every = interval if count == 1 else f"{count} {interval}s"
    if price["unit_amount"] is None:
        return f"{name}, every {every}"
    return f"{name}, {shown(price['unit_amount'], price['currency'])} / {every}"


def _card(account: Account, customer: JsonObject) -> str:
    key = customer["invoice_settings"]["default_payment_method"] or ""
    method = account.store.find("payment_method", key)
    if method is None or method["type"] != "card":
        return ""
    return f"{method['card']['brand'].capitalize()} ending in {method['card']['last4']}"


def _day(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%-d %B %Y")
