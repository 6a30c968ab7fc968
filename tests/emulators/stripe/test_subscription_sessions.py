"""Checkout in `subscription` mode."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import line, open_session, params
from tests.emulators.stripe.plans import latest, monthly, types
from tests.emulators.stripe.running import RunningTwin


def subscription_session(twin: RunningTwin, **changes: Any) -> stripe.checkout.Session:
    given = {
        "mode": "subscription",
        "line_items": [{"price": monthly(twin).id, "quantity": 1}],
        **changes,
    }
    return open_session(twin, **given)


def completed(twin: RunningTwin, session: stripe.checkout.Session) -> stripe.checkout.Session:
    return twin.stripe.v1.checkout.sessions.retrieve(
        session.id, params={"expand": ["subscription", "invoice"]}
    )


def test_a_paid_session_begins_a_subscription(twin: RunningTwin) -> None:
    session = subscription_session(
        twin, subscription_data={"metadata": {"shop": "1"}}, customer_email="ada@example.com"
    )
    assert (session.payment_method_collection, session.customer_creation) == ("always", "always")
    assert twin.pay(session, name="Ada")["outcome"] == "complete"
    after = completed(twin, session)
    assert isinstance(after.subscription, stripe.Subscription)
    assert isinstance(after.invoice, stripe.Invoice)
    assert (after.subscription.status, after.invoice.status) == ("active", "paid")
    assert after.subscription.metadata.to_dict() == {"shop": "1"}
    assert after.subscription.default_payment_method is not None
    assert (after.payment_intent, after.payment_status) == (None, "paid")
    assert after.invoice.billing_reason == "subscription_create"
    assert after.customer is not None
    told = types(twin)
    for name in (
        *("customer.created", "payment_method.attached", "charge.succeeded"),
        *("customer.subscription.created", "customer.subscription.updated", "invoice.paid"),
        "checkout.session.completed",
    ):
        assert told.count(name) == 1, name


def test_it_renews_with_the_card_of_the_session(twin: RunningTwin) -> None:
    session = subscription_session(twin)
    twin.pay(session)
    after = completed(twin, session)
    assert isinstance(after.subscription, stripe.Subscription)
    twin.advance(days=32)
    invoice = latest(twin, after.subscription.id)
    assert (invoice.billing_reason, invoice.status) == ("subscription_cycle", "paid")


def test_a_declined_card_begins_nothing(twin: RunningTwin) -> None:
    session = subscription_session(twin)
    assert twin.pay(session, card="4000000000000002")["outcome"] == "declined"
    assert twin.stripe.v1.subscriptions.list(params={"status": "all"}).data == []
    assert twin.pay(session)["outcome"] == "complete"
    assert len(twin.stripe.v1.subscriptions.list().data) == 1


def test_a_trial_takes_a_card_and_no_money(twin: RunningTwin) -> None:
    session = subscription_session(twin, subscription_data={"trial_period_days": 14})
    assert session.amount_total == 0
    assert twin.pay(session)["outcome"] == "complete"
    after = completed(twin, session)
    assert isinstance(after.subscription, stripe.Subscription)
    assert (after.payment_status, after.subscription.status) == ("no_payment_required", "trialing")
    assert after.subscription.default_payment_method is not None
    twin.advance(days=15)
    assert latest(twin, after.subscription.id).amount_paid == 3100


def test_a_trial_may_begin_without_a_card(twin: RunningTwin) -> None:
    session = subscription_session(
        twin,
        payment_method_collection="if_required",
        subscription_data={
            "trial_period_days": 14,
            "trial_settings": {"end_behavior": {"missing_payment_method": "cancel"}},
        },
    )
    answer = twin.request(
        "POST",
        f"/c/pay/{session.id}",
        form={"email": "ada@example.com", "name": "Ada", "country": "SE"},
    )
    assert answer.status == 303
    after = completed(twin, session)
    assert isinstance(after.subscription, stripe.Subscription)
    twin.advance(days=15)
    assert twin.stripe.v1.subscriptions.retrieve(after.subscription.id).status == "canceled"


def test_what_is_sold_once_is_on_the_first_invoice_only(twin: RunningTwin) -> None:
    items = [{"price": monthly(twin).id, "quantity": 2}, line(900)]
    session = subscription_session(twin, line_items=items)
    assert session.amount_total == 7100
    twin.pay(session)
    after = completed(twin, session)
    assert isinstance(after.subscription, stripe.Subscription)
    assert latest(twin, after.subscription.id).amount_paid == 7100
    twin.advance(days=32)
    assert latest(twin, after.subscription.id).amount_paid == 6200


def test_a_coupon_goes_on_with_the_subscription(twin: RunningTwin) -> None:
    half = twin.stripe.v1.coupons.create(params={"percent_off": 50, "duration": "forever"})
    session = subscription_session(twin, discounts=[{"coupon": half.id}])
    assert session.amount_total == 1550
    twin.pay(session)
    after = completed(twin, session)
    assert isinstance(after.subscription, stripe.Subscription)
    assert len(after.subscription.discounts) == 1
    assert twin.stripe.v1.coupons.retrieve(half.id).times_redeemed == 1
    twin.advance(days=32)
    assert latest(twin, after.subscription.id).amount_paid == 1550


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"mode": "payment"}, "mode"),
        ({"line_items": [line()]}, "line_items"),
        ({"payment_intent_data": {"description": "x"}}, "payment_intent_data"),
        ({"customer_creation": "always"}, "customer_creation"),
    ],
)
def test_what_does_not_go_with_the_mode_is_refused(
    twin: RunningTwin, changes: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        subscription_session(twin, **changes)
    assert caught.value.param == param


def test_a_payment_does_not_take_subscription_data(twin: RunningTwin) -> None:
    given = params(subscription_data={"trial_period_days": 1})
    with pytest.raises(stripe.InvalidRequestError):
        twin.stripe.v1.checkout.sessions.create(params=given)
