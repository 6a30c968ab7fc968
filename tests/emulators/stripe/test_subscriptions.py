"""The life of a subscription on a test clock."""

from __future__ import annotations

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


def test_a_paid_first_invoice_makes_it_active(twin: RunningTwin) -> None:
    time = clock(twin)
    ada = payer(twin, test_clock=time.id)
    subscription = subscribe(twin, ada, monthly(twin))
    [item] = items_of(subscription)
    assert (subscription.status, subscription.created) == ("active", START)
    assert (item.current_period_start, item.current_period_end) == (START, at(2027, 2, 1))
    invoice = latest(twin, subscription.id)
    assert (invoice.status, invoice.amount_paid, invoice.billing_reason) == (
        *("paid", 3100),
        "subscription_create",
    )
    assert invoice.number == f"{ada.invoice_prefix}-0001"
    assert invoice.parent is not None
    assert invoice.parent.subscription_details is not None
    assert invoice.parent.subscription_details.subscription == subscription.id
    told = types(twin)
    for name in (
        *("customer.subscription.created", "invoice.created", "invoice.finalized"),
        *("invoice.paid", "invoice.payment_succeeded", "charge.succeeded", "invoice_payment.paid"),
    ):
        assert told.count(name) == 1, name
    assert told.index("invoice.created") < told.index("invoice.finalized")
    assert told.index("invoice.finalized") < told.index("invoice.paid")


def test_it_renews_and_the_draft_is_paid_an_hour_later(twin: RunningTwin) -> None:
    time = clock(twin)
    subscription = subscribe(twin, payer(twin, test_clock=time.id), monthly(twin))
    advance(twin, time.id, at(2027, 2, 1))
    draft = latest(twin, subscription.id)
    assert (draft.status, draft.billing_reason, draft.created) == (
        *("draft", "subscription_cycle"),
        at(2027, 2, 1),
    )
    assert draft.automatically_finalizes_at == at(2027, 2, 1, 1)
    [item] = items_of(again(twin, subscription))
    assert item.current_period_end == at(2027, 3, 1)
    advance(twin, time.id, at(2027, 2, 1, 1))
    assert latest(twin, subscription.id).status == "paid"


def test_two_years_in_one_step_leave_every_month(twin: RunningTwin) -> None:
    time = clock(twin, at(2027, 1, 31))
    ada = payer(twin, test_clock=time.id)
    subscribe(twin, ada, monthly(twin))
    advance(twin, time.id, at(2028, 1, 31, 2))
    invoices = twin.stripe.v1.invoices.list(params={"customer": ada.id, "limit": 100}).data
    assert [row.status for row in invoices] == ["paid"] * 13
    assert invoices[-2].created == at(2027, 2, 28)
    assert invoices[-3].created == at(2027, 3, 31)
    assert [row.number for row in reversed(invoices)][-1] == f"{ada.invoice_prefix}-0013"


def test_without_a_test_clock_it_lives_by_the_clock_of_all(twin: RunningTwin) -> None:
    ada = payer(twin)
    subscription = subscribe(twin, ada, monthly(twin))
    twin.advance(days=32)
    assert latest(twin, subscription.id).billing_reason == "subscription_cycle"
    assert latest(twin, subscription.id).status == "paid"


def test_a_trial_costs_nothing_until_it_ends(twin: RunningTwin) -> None:
    time = clock(twin)
    ada = payer(twin, test_clock=time.id)
    subscription = subscribe(twin, ada, monthly(twin), trial_period_days=10)
    assert (subscription.status, subscription.trial_end) == ("trialing", START + 10 * DAY)
    first = latest(twin, subscription.id)
    assert (first.status, first.amount_due) == ("paid", 0)
    advance(twin, time.id, START + 8 * DAY)
    assert "customer.subscription.trial_will_end" in types(twin)
    advance(twin, time.id, START + 11 * DAY)
    after = again(twin, subscription)
    assert (after.status, latest(twin, subscription.id).amount_paid) == ("active", 3100)
    assert after.billing_cycle_anchor == START + 10 * DAY


@pytest.mark.parametrize(
    ("behavior", "status", "event"),
    [
        ("cancel", "canceled", "customer.subscription.deleted"),
        ("pause", "paused", "customer.subscription.paused"),
        ("create_invoice", "past_due", "invoice.payment_failed"),
    ],
)
def test_a_trial_may_end_without_a_card(
    twin: RunningTwin, behavior: str, status: str, event: str
) -> None:
    time = clock(twin)
    bob = payer(twin, None, test_clock=time.id)
    settings = {"end_behavior": {"missing_payment_method": behavior}}
    subscription = subscribe(twin, bob, monthly(twin), trial_period_days=5, trial_settings=settings)
    advance(twin, time.id, START + 6 * DAY)
    assert again(twin, subscription).status == status
    assert event in types(twin)


def test_a_paused_one_can_be_resumed(twin: RunningTwin) -> None:
    time = clock(twin)
    bob = payer(twin, None, test_clock=time.id)
    settings = {"end_behavior": {"missing_payment_method": "pause"}}
    subscription = subscribe(twin, bob, monthly(twin), trial_period_days=5, trial_settings=settings)
    advance(twin, time.id, START + 20 * DAY)
    twin.stripe.v1.payment_methods.attach("pm_card_visa", params={"customer": bob.id})
    resumed = twin.stripe.v1.subscriptions.resume(subscription.id)
    assert resumed.status == "active"
    [item] = items_of(resumed)
    assert item.current_period_start == START + 20 * DAY
    assert "customer.subscription.resumed" in types(twin)


def test_a_first_payment_that_waits_makes_it_incomplete(twin: RunningTwin) -> None:
    ada = payer(twin, None)
    subscription = subscribe(
        twin,
        ada,
        monthly(twin),
        payment_behavior="default_incomplete",
        payment_settings={"save_default_payment_method": "on_subscription"},
        expand=["latest_invoice.confirmation_secret", "latest_invoice.payments"],
    )
    assert subscription.status == "incomplete"
    invoice = subscription.latest_invoice
    assert isinstance(invoice, stripe.Invoice)
    assert invoice.confirmation_secret is not None
    assert invoice.payments is not None
    intent = invoice.payments.data[0].payment.payment_intent
    assert isinstance(intent, str)
    assert invoice.confirmation_secret.client_secret.startswith(intent)
    twin.stripe.v1.payment_intents.confirm(intent, params={"payment_method": "pm_card_visa"})
    after = again(twin, subscription)
    assert after.status == "active"
    assert after.default_payment_method is not None
    assert types(twin).count("customer.subscription.updated") == 1


def test_an_incomplete_one_expires_after_23_hours(twin: RunningTwin) -> None:
    subscription = subscribe(twin, payer(twin, "pm_card_chargeCustomerFail"), monthly(twin))
    assert subscription.status == "incomplete"
    twin.advance(hours=23, minutes=1)
    assert again(twin, subscription).status == "incomplete_expired"
    assert latest(twin, subscription.id).status == "void"


def test_an_error_leaves_nothing_when_the_shop_wants_it_so(twin: RunningTwin) -> None:
    ada = payer(twin, "pm_card_chargeCustomerFail")
    with pytest.raises(stripe.CardError):
        subscribe(twin, ada, monthly(twin), payment_behavior="error_if_incomplete")
    assert twin.stripe.v1.subscriptions.list(params={"status": "all"}).data == []


def declining_renewal(twin: RunningTwin) -> tuple[str, stripe.Subscription]:
    """A subscription on a clock whose next payment will fail."""
    time = clock(twin)
    ada = payer(twin, test_clock=time.id)
    subscription = subscribe(twin, ada, monthly(twin))
    bad = twin.stripe.v1.payment_methods.attach(
        "pm_card_chargeCustomerFail", params={"customer": ada.id}
    )
    twin.stripe.v1.customers.update(
        ada.id, params={"invoice_settings": {"default_payment_method": bad.id}}
    )
    return time.id, subscription


def test_a_renewal_that_fails_is_tried_again_and_then_given_up(twin: RunningTwin) -> None:
    time, subscription = declining_renewal(twin)
    advance(twin, time, at(2027, 2, 1, 2))
    invoice = latest(twin, subscription.id)
    assert again(twin, subscription).status == "past_due"
    assert (invoice.attempt_count, invoice.next_payment_attempt) == (1, at(2027, 2, 2, 1))
    advance(twin, time, at(2027, 2, 20))
    ended = again(twin, subscription)
    assert (ended.status, latest(twin, subscription.id).attempt_count) == ("canceled", 8)
    assert ended.cancellation_details is not None
    assert ended.cancellation_details.reason == "payment_failed"


def test_it_may_stay_unpaid_as_the_dashboard_has_it(twin: RunningTwin) -> None:
    settings = {"after_retries": "unpaid", "retry_days": [1]}
    assert twin.request_json("/_twin/billing", settings).status == 200
    assert twin.request_json("/_twin/billing", {"after_retries": "shrug"}).status == 400
    time, subscription = declining_renewal(twin)
    advance(twin, time, at(2027, 2, 4))
    assert again(twin, subscription).status == "unpaid"
    assert latest(twin, subscription.id).attempt_count == 2
    advance(twin, time, at(2027, 3, 2))
    assert latest(twin, subscription.id).status == "draft"


def test_a_new_card_brings_a_past_due_one_back(twin: RunningTwin) -> None:
    time, subscription = declining_renewal(twin)
    advance(twin, time, at(2027, 2, 1, 2))
    invoice = latest(twin, subscription.id)
    assert invoice.id is not None
    assert isinstance(subscription.customer, str)
    good = twin.stripe.v1.payment_methods.attach(
        "pm_card_visa", params={"customer": subscription.customer}
    )
    paid = twin.stripe.v1.invoices.pay(invoice.id, params={"payment_method": good.id})
    assert paid.status == "paid"
    assert again(twin, subscription).status == "active"
