"""Money that came by bank transfer, on its way back: refunds that wait for an answer."""

from __future__ import annotations

import pytest
import stripe

from tests.emulators.stripe.running import RunningTwin
from tests.emulators.stripe.test_bank_transfers import AMOUNT, available, send, waiting

BACK = "ada@example.com"


@pytest.fixture
def customer(twin: RunningTwin) -> str:
    return twin.stripe.v1.customers.create(params={"email": BACK}).id


def returned(twin: RunningTwin, customer: str) -> stripe.Refund:
    """A refund of 500 of the balance, which is 2000."""
    send(twin, customer, 2_000)
    return twin.stripe.v1.refunds.create(
        params={
            "amount": 500,
            "currency": "eur",
            "customer": customer,
            "instructions_email": BACK,
            "origin": "customer_balance",
        }
    )


def test_a_refunded_transfer_is_on_the_balance_again(twin: RunningTwin, customer: str) -> None:
    intent = waiting(twin, customer)
    send(twin, customer, AMOUNT)
    refund = twin.stripe.v1.refunds.create(params={"payment_intent": intent.id})
    assert (refund.status, available(twin, customer)) == ("succeeded", AMOUNT)
    assert refund.destination_details is not None
    assert refund.destination_details.type == "customer_cash_balance"


def test_a_balance_is_sent_back_once_its_owner_names_an_account(
    twin: RunningTwin, customer: str
) -> None:
    refund = returned(twin, customer)
    assert refund.next_action is not None
    assert refund.next_action.display_details is not None
    assert refund.status == "requires_action"
    assert refund.next_action.display_details.email_sent.email_sent_to == BACK
    assert available(twin, customer) == 1_500
    twin.request("POST", f"/_twin/refunds/{refund.id}/answer", form={})
    assert twin.stripe.v1.refunds.retrieve(refund.id).status == "pending"
    twin.advance(days=1)
    assert twin.stripe.v1.refunds.retrieve(refund.id).status == "succeeded"


def test_a_refund_that_waits_for_an_answer_can_be_canceled(
    twin: RunningTwin, customer: str
) -> None:
    refund = twin.stripe.v1.refunds.cancel(returned(twin, customer).id)
    assert (refund.status, available(twin, customer)) == ("canceled", 2_000)
    with pytest.raises(stripe.InvalidRequestError, match="unsupported"):
        twin.stripe.v1.refunds.cancel(refund.id)


def test_a_refund_that_nobody_answers_fails(twin: RunningTwin, customer: str) -> None:
    refund = returned(twin, customer)
    twin.advance(days=45)
    after = twin.stripe.v1.refunds.retrieve(refund.id)
    assert (after.status, available(twin, customer)) == ("failed", 2_000)


def test_a_refund_can_be_expired_by_hand(twin: RunningTwin, customer: str) -> None:
    refund = returned(twin, customer)
    assert twin.stripe.v1.test_helpers.refunds.expire(refund.id).status == "failed"
