"""The objects of billing, and their events, against the classes of the installed SDK."""

from __future__ import annotations

import json
from typing import Any

import stripe

from tests.emulators.stripe.annotations import fields, misfits
from tests.emulators.stripe.billed import drafted, ident, item
from tests.emulators.stripe.plans import advance, at, clock, monthly, payer, subscribe
from tests.emulators.stripe.running import KEY, RunningTwin
from tests.emulators.stripe.taxed import register

LEFT_OUT: dict[type[stripe.StripeObject], set[str]] = {
    stripe.Coupon: {"applies_to", "currency_options", "deleted"},
    stripe.PromotionCode: set(),
    stripe.TaxRate: set(),
    stripe.Discount: {"deleted"},
    stripe.Invoice: {
        *("confirmation_secret", "deleted", "payments"),  # only when expanded
        *("status_details", "threshold_reason"),
    },
    stripe.InvoiceLineItem: set(),
    stripe.InvoiceItem: {"deleted", "frozen_fields", "invoicing_rules", "proration_details"},
    stripe.InvoicePayment: set(),
    stripe.Plan: {"deleted", "tiers"},
    stripe.Subscription: {"presentment_details"},
    stripe.SubscriptionItem: {"current_trial", "deleted"},
    stripe.SubscriptionSchedule: set(),
    stripe.CreditNote: set(),
    stripe.CreditNoteLineItem: set(),
    stripe.tax.Registration: set(),
    stripe.tax.Settings: set(),
    stripe.TaxCode: set(),
    stripe.test_helpers.TestClock: {"deleted"},
    stripe.billing_portal.Configuration: set(),
    stripe.billing_portal.Session: set(),
}
CLASSES = {str(vars(cls)["OBJECT_NAME"]): cls for cls in LEFT_OUT}
OTHERS = {
    str(vars(cls)["OBJECT_NAME"]): cls
    for cls in (
        *(stripe.Charge, stripe.Customer, stripe.PaymentIntent, stripe.PaymentMethod),
        *(stripe.Price, stripe.Product, stripe.Refund),
    )
}
LISTS = (
    *("coupons", "promotion_codes", "tax_rates", "tax_codes", "tax/registrations", "invoices"),
    *("invoiceitems", "invoice_payments", "plans", "subscriptions?status=all"),
    *("subscription_schedules", "credit_notes", "test_helpers/test_clocks"),
    "billing_portal/configurations",
)


def after_a_month_of_billing(twin: RunningTwin) -> list[str]:
    """Where else to look for objects."""
    register(twin, "SE")
    time = clock(twin)
    ada = payer(twin, test_clock=time.id, address={"country": "SE"})
    half = twin.stripe.v1.coupons.create(params={"percent_off": 50})
    code: Any = {"promotion": {"type": "coupon", "coupon": half.id}}
    promotion = twin.stripe.v1.promotion_codes.create(params=code)
    subscription = subscribe(
        twin,
        ada,
        monthly(twin),
        discounts=[{"promotion_code": promotion.id}],
        automatic_tax={"enabled": True},
    )
    advance(twin, time.id, at(2027, 1, 11))
    row = subscription["items"].data[0]
    changes: Any = {"items": [{"id": row.id, "quantity": 2}]}
    twin.stripe.v1.subscriptions.update(subscription.id, params=changes)
    advance(twin, time.id, at(2027, 2, 2))
    twin.stripe.v1.subscription_schedules.create(params={"from_subscription": subscription.id})
    item(twin, ada, 1500)
    draft = drafted(twin, ada)
    twin.stripe.v1.invoices.pay(ident(draft))
    line: Any = {
        "type": "custom_line_item",
        "description": "Scratched",
        "quantity": 1,
        "unit_amount": 500,
    }
    note: Any = {"invoice": ident(draft), "lines": [line], "refund_amount": 500}
    made = twin.stripe.v1.credit_notes.create(params=note)
    twin.stripe.v1.billing_portal.sessions.create(params={"customer": ada.id})
    twin.stripe.v1.subscriptions.cancel(subscription.id)
    return [f"credit_notes/{made.id}/lines", f"invoices/{ident(draft)}/lines"]


def raw(twin: RunningTwin, path: str) -> dict[str, Any]:
    reply = twin.request("GET", f"/v1/{path}", headers={"Authorization": f"Bearer {KEY}"})
    assert reply.status == 200, reply.text
    body: dict[str, Any] = json.loads(reply.text)
    return body


def complaints(value: dict[str, Any]) -> list[str]:
    cls = CLASSES[value["object"]]
    missing = set(fields(cls)) - LEFT_OUT[cls] - set(value)
    lacking = [f"{value['object']}.{name}: missing" for name in sorted(missing)]
    return [*lacking, *misfits(value, cls, value["object"])]


def test_every_object_has_the_fields_and_types_of_the_sdk(twin: RunningTwin) -> None:
    more = after_a_month_of_billing(twin)
    found = [row for path in (*LISTS, *more) for row in raw(twin, path)["data"]]
    found += [raw(twin, "tax/settings")]
    subscriptions = raw(twin, "subscriptions?status=all")["data"]
    found += [row for one in subscriptions for row in one["items"]["data"]]
    seen = {row["object"] for row in found}
    assert {text for row in found for text in complaints(row)} == set()
    assert seen == set(CLASSES) - {"discount", "billing_portal.session"}


def test_every_event_tells_of_an_object_that_the_sdk_knows(twin: RunningTwin) -> None:
    after_a_month_of_billing(twin)
    events = [*raw(twin, "events?limit=100")["data"]]
    known = {**CLASSES, **OTHERS}
    found = set()
    for event in events:
        told = event["data"]["object"]
        if event["type"] == "invoice.upcoming":
            told = {**told, "id": "upcoming"}
        cls = known.get(told["object"])
        assert cls is not None, event["type"]
        found |= set(misfits(told, cls, event["type"]))
    assert found == set()
    seen = {event["type"] for event in events}
    assert {"invoice.upcoming", "billing_portal.session.created", "credit_note.created"} <= seen
