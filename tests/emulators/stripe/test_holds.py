"""Money that is held: taken, let go, or forgotten."""

from __future__ import annotations

import pytest
import stripe

from tests.emulators.stripe.payments import charge, charge_id, paid, transaction
from tests.emulators.stripe.running import RunningTwin


def hold(twin: RunningTwin) -> stripe.PaymentIntent:
    return paid(twin, capture_method="manual")


def test_what_is_not_taken_goes_back_and_only_the_rest_is_booked(twin: RunningTwin) -> None:
    intent = hold(twin)
    twin.stripe.v1.payment_intents.capture(
        intent.id, params={"amount_to_capture": 3000, "metadata": {"parcel": "1"}}
    )
    taken = charge(twin, intent)
    assert (taken.amount, taken.amount_captured, taken.amount_refunded) == (5000, 3000, 2000)
    assert not taken.refunded
    assert transaction(twin, taken.balance_transaction).amount == 3000
    rest = twin.stripe.v1.refunds.create(params={"payment_intent": intent.id})
    assert (rest.amount, charge(twin, intent).refunded) == (3000, True)


def test_a_canceled_hold_is_a_refund_of_money_that_never_moved(twin: RunningTwin) -> None:
    twin.listen("charge.refunded", "payment_intent.canceled")
    intent = hold(twin)
    canceled = twin.stripe.v1.payment_intents.cancel(intent.id)
    twin.shop.wait_for("charge.refunded", "payment_intent.canceled")
    [refund] = twin.stripe.v1.refunds.list(params={"charge": charge_id(intent)}).data
    assert (canceled.status, canceled.amount_capturable) == ("canceled", 0)
    assert charge(twin, intent).refunded
    assert (refund.amount, refund.balance_transaction) == (5000, None)
    assert twin.stripe.v1.balance_transactions.list().data == []


def test_a_hold_ends_after_seven_days(twin: RunningTwin) -> None:
    twin.listen("charge.expired", "payment_intent.canceled")
    intent = hold(twin)
    details = charge(twin, intent).payment_method_details
    twin.advance(days=6, hours=23)
    before = twin.stripe.v1.payment_intents.retrieve(intent.id).status
    twin.advance(hours=1)
    twin.shop.wait_for("charge.expired", "payment_intent.canceled")
    after = twin.stripe.v1.payment_intents.retrieve(intent.id)
    [refund] = twin.stripe.v1.refunds.list(params={"charge": charge_id(intent)}).data
    assert details is not None
    assert details.card is not None
    assert details.card.capture_before == intent.created + 7 * 24 * 3600
    assert before == "requires_capture"
    assert (after.status, after.cancellation_reason) == ("canceled", "automatic")
    assert refund.reason == "expired_uncaptured_charge"


def test_a_captured_hold_does_not_expire(twin: RunningTwin) -> None:
    intent = hold(twin)
    twin.stripe.v1.payment_intents.capture(intent.id)
    twin.advance(days=8)
    assert twin.stripe.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_a_hold_cannot_grow_nor_be_taken_in_several_parts(twin: RunningTwin) -> None:
    intent = hold(twin)
    intents = twin.stripe.v1.payment_intents
    with pytest.raises(stripe.InvalidRequestError, match="incremental authorization"):
        intents.increment_authorization(intent.id, params={"amount": 6000})
    with pytest.raises(stripe.InvalidRequestError, match="multicapture"):
        intents.capture(intent.id, params={"amount_to_capture": 1000, "final_capture": False})
    assert intents.retrieve(intent.id).status == "requires_capture"


def test_a_confirmation_may_add_what_was_missing(twin: RunningTwin) -> None:
    intent = paid(twin, confirm=None, payment_method=None)
    held = twin.stripe.v1.payment_intents.confirm(
        intent.id,
        params={
            "payment_method": "pm_card_visa",
            "capture_method": "manual",
            "receipt_email": "ada@example.com",
        },
    )
    assert (held.status, held.receipt_email) == ("requires_capture", "ada@example.com")


def test_a_topup_arrives_in_two_days(twin: RunningTwin) -> None:
    twin.listen("topup.created", "topup.succeeded", "topup.canceled")
    topups = twin.stripe.v1.topups
    made = topups.create(params={"amount": 2000, "currency": "usd"})
    other = topups.create(params={"amount": 1000, "currency": "usd"})
    topups.cancel(other.id)
    twin.advance(days=2)
    twin.shop.wait_for("topup.created", "topup.succeeded", "topup.canceled")
    assert topups.retrieve(made.id).status == "succeeded"
    assert twin.stripe.v1.balance.retrieve().available[0].amount == 2000
