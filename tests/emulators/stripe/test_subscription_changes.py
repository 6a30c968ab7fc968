"""Subscriptions that are changed, discounted, taxed and ended."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.plans import (
    DAY,
    START,
    advance,
    again,
    at,
    clock,
    items_of,
    latest,
    monthly,
    payer,
    subscribe,
    types,
)
from tests.emulators.stripe.running import RunningTwin


def test_another_price_is_prorated_to_the_second(twin: RunningTwin) -> None:
    time = clock(twin)
    subscription = subscribe(twin, payer(twin, test_clock=time.id), monthly(twin, 3100))
    [item] = items_of(subscription)
    advance(twin, time.id, at(2027, 1, 11))  # 21 of 31 days are left
    better = monthly(twin, 6200)
    twin.stripe.v1.subscriptions.update(
        subscription.id, params={"items": [{"id": item.id, "price": better.id}]}
    )
    pending = twin.stripe.v1.invoice_items.list(params={"pending": True}).data
    assert sorted(row.amount for row in pending) == [-2100, 4200]
    assert {row.proration for row in pending} == {True}
    assert "Unused time on Plan after 11 Jan 2027" in {row.description for row in pending}
    advance(twin, time.id, at(2027, 2, 1, 2))
    invoice = latest(twin, subscription.id)
    assert (invoice.amount_paid, len(invoice.lines.data)) == (6200 + 2100, 3)


def test_a_change_can_be_billed_at_once_or_not_at_all(twin: RunningTwin) -> None:
    time = clock(twin)
    subscription = subscribe(twin, payer(twin, test_clock=time.id), monthly(twin, 3100))
    [item] = items_of(subscription)
    advance(twin, time.id, at(2027, 1, 11))
    update = twin.stripe.v1.subscriptions.update
    three: Any = {"items": [{"id": item.id, "quantity": 3}]}
    update(subscription.id, params=three | {"proration_behavior": "always_invoice"})
    invoice = latest(twin, subscription.id)
    assert (invoice.billing_reason, invoice.amount_paid) == ("subscription_update", 4200)
    one: Any = {"items": [{"id": item.id, "quantity": 1}]}
    update(subscription.id, params=one | {"proration_behavior": "none"})
    assert latest(twin, subscription.id).id == invoice.id
    assert twin.stripe.v1.invoice_items.list(params={"pending": True}).data == []


def test_another_interval_begins_a_new_cycle(twin: RunningTwin) -> None:
    time = clock(twin)
    subscription = subscribe(twin, payer(twin, test_clock=time.id), monthly(twin, 3100))
    [item] = items_of(subscription)
    advance(twin, time.id, at(2027, 1, 11))
    yearly = monthly(twin, 30000, recurring={"interval": "year"})
    after = twin.stripe.v1.subscriptions.update(
        subscription.id, params={"items": [{"id": item.id, "price": yearly.id}]}
    )
    assert after.billing_cycle_anchor == at(2027, 1, 11)
    assert items_of(after)[0].current_period_end == at(2028, 1, 11)
    assert latest(twin, subscription.id).amount_paid == 30000 - 2100


def test_it_can_end_with_its_period_or_be_kept_after_all(twin: RunningTwin) -> None:
    time = clock(twin)
    subscription = subscribe(twin, payer(twin, test_clock=time.id), monthly(twin))
    update = twin.stripe.v1.subscriptions.update
    leaving = update(subscription.id, params={"cancel_at_period_end": True})
    assert (leaving.cancel_at, leaving.canceled_at) == (at(2027, 2, 1), START)
    staying = update(subscription.id, params={"cancel_at_period_end": False})
    assert (staying.cancel_at, staying.canceled_at) == (None, None)
    update(subscription.id, params={"cancel_at_period_end": True})
    advance(twin, time.id, at(2027, 2, 1, 2))
    assert again(twin, subscription).status == "canceled"
    invoices = twin.stripe.v1.invoices.list(params={"subscription": subscription.id}).data
    assert len(invoices) == 1


def test_canceled_at_once_it_may_give_back_the_rest(twin: RunningTwin) -> None:
    time = clock(twin)
    ada = payer(twin, test_clock=time.id)
    subscription = subscribe(twin, ada, monthly(twin))
    advance(twin, time.id, at(2027, 1, 11))
    gone = twin.stripe.v1.subscriptions.cancel(
        subscription.id, params={"prorate": True, "invoice_now": True}
    )
    assert (gone.status, gone.ended_at) == ("canceled", at(2027, 1, 11))
    assert twin.stripe.v1.customers.retrieve(ada.id).balance == -2100
    with pytest.raises(stripe.InvalidRequestError, match="No such subscription"):
        twin.stripe.v1.subscriptions.cancel(subscription.id)


def test_a_paused_collection_puts_invoices_aside(twin: RunningTwin) -> None:
    time = clock(twin)
    subscription = subscribe(twin, payer(twin, test_clock=time.id), monthly(twin))
    update = twin.stripe.v1.subscriptions.update
    update(subscription.id, params={"pause_collection": {"behavior": "void"}})
    advance(twin, time.id, at(2027, 2, 1, 2))
    assert latest(twin, subscription.id).status == "void"
    assert again(twin, subscription).status == "active"
    update(subscription.id, params={"pause_collection": ""})
    advance(twin, time.id, at(2027, 3, 1, 2))
    assert latest(twin, subscription.id).status == "paid"


def test_a_coupon_counts_once_or_for_some_months(twin: RunningTwin) -> None:
    time = clock(twin)
    once = twin.stripe.v1.coupons.create(params={"percent_off": 50})
    months = twin.stripe.v1.coupons.create(
        params={"amount_off": 100, "currency": "eur", "duration": "repeating",
                "duration_in_months": 2}
    )  # fmt: skip
    subscription = subscribe(
        twin,
        payer(twin, test_clock=time.id),
        monthly(twin),
        discounts=[{"coupon": once.id}, {"coupon": months.id}],
    )
    assert latest(twin, subscription.id).amount_paid == 1450
    advance(twin, time.id, at(2027, 2, 1, 2))
    assert latest(twin, subscription.id).amount_paid == 3000
    advance(twin, time.id, at(2027, 3, 1, 2))
    assert latest(twin, subscription.id).amount_paid == 3100


def test_items_can_be_added_and_removed_one_by_one(twin: RunningTwin) -> None:
    time = clock(twin)
    subscription = subscribe(twin, payer(twin, test_clock=time.id), monthly(twin, 3100))
    advance(twin, time.id, at(2027, 1, 11))
    service = twin.stripe.v1.subscription_items
    added = service.create(
        params={"subscription": subscription.id, "price": monthly(twin, 620).id, "quantity": 2}
    )
    assert len(service.list(params={"subscription": subscription.id}).data) == 2
    assert service.update(added.id, params={"quantity": 1}).quantity == 1
    assert service.delete(added.id).deleted
    pending = twin.stripe.v1.invoice_items.list(params={"pending": True}).data
    assert sum(row.amount for row in pending) == 0
    with pytest.raises(stripe.InvalidRequestError):
        service.delete(items_of(subscription)[0].id)


def test_an_invoice_may_be_sent_instead(twin: RunningTwin) -> None:
    time = clock(twin)
    subscription = subscribe(
        twin,
        payer(twin, None, test_clock=time.id),
        monthly(twin),
        collection_method="send_invoice",
        days_until_due=14,
    )
    assert subscription.status == "active"
    advance(twin, time.id, START + 2 * 3600)
    invoice = latest(twin, subscription.id)
    assert (invoice.status, invoice.due_date) == ("open", START + 14 * DAY)
    assert "invoice.sent" in types(twin)


def test_the_cycle_may_be_anchored_on_a_day_of_the_month(twin: RunningTwin) -> None:
    time = clock(twin, at(2027, 1, 16))
    subscription = subscribe(
        twin,
        payer(twin, test_clock=time.id),
        monthly(twin, 3100),
        billing_cycle_anchor_config={"day_of_month": 1},
    )
    assert items_of(subscription)[0].current_period_end == at(2027, 2, 1)
    assert latest(twin, subscription.id).amount_paid == 1600


def test_a_subscription_is_taxed_where_its_customer_lives(twin: RunningTwin) -> None:
    given: Any = {
        "active_from": "now",
        "country": "SE",
        "country_options": {"se": {"type": "standard"}},
    }
    twin.stripe.v1.tax.registrations.create(params=given)
    ada = payer(twin, address={"country": "SE"})
    price = monthly(twin, 10000, tax_behavior="exclusive")
    subscription = subscribe(twin, ada, price, automatic_tax={"enabled": True})
    invoice = latest(twin, subscription.id)
    assert (invoice.subtotal, invoice.total, invoice.total_excluding_tax) == (10000, 12500, 10000)
    assert invoice.total_taxes is not None
    [tax] = invoice.total_taxes
    assert (tax.amount, tax.taxability_reason) == (2500, "standard_rated")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"items": []}, "parameter_missing"),
        ({"trial_end": 1}, None),
        ({"trial_end": START, "trial_period_days": 1}, "parameters_exclusive"),
        ({"collection_method": "send_invoice"}, "parameter_missing"),
        ({"billing_thresholds": {"amount_gte": 1}}, "twin_not_simulated"),
        ({"default_payment_method": "pm_card_visa"}, "resource_missing"),
    ],
)
def test_one_that_makes_no_sense_is_refused(
    twin: RunningTwin, changes: dict[str, Any], code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        subscribe(twin, payer(twin), monthly(twin), **changes)
    assert caught.value.code == code


def test_a_change_that_cannot_be_paid_is_refused_if_it_is_to_be(twin: RunningTwin) -> None:
    customer = payer(twin)
    subscription = subscribe(twin, customer, monthly(twin, 1000))
    card = twin.stripe.v1.payment_methods.attach(
        "pm_card_chargeCustomerFail", params={"customer": customer.id}
    )
    settings: Any = {"invoice_settings": {"default_payment_method": card.id}}
    twin.stripe.v1.customers.update(customer.id, params=settings)
    [item] = items_of(subscription)
    change: Any = {
        "items": [{"id": item.id, "quantity": 5}],
        "payment_behavior": "error_if_incomplete",
        "proration_behavior": "always_invoice",
    }
    with pytest.raises(stripe.CardError):
        twin.stripe.v1.subscriptions.update(subscription.id, params=change)
    [unchanged] = items_of(again(twin, subscription))
    assert unchanged.quantity == 1
