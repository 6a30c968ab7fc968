"""What a payment leaves in the books."""

from __future__ import annotations

import stripe

from tests.emulators.stripe.orders import charge_of, intent_of, paid_session
from tests.emulators.stripe.running import RunningTwin


def booked(twin: RunningTwin) -> stripe.BalanceTransaction:
    session = paid_session(twin)
    twin.advance(seconds=2)
    charge = twin.stripe.v1.charges.retrieve(
        charge_of(intent_of(twin, session)).id, params={"expand": ["balance_transaction"]}
    )
    assert isinstance(charge.balance_transaction, stripe.BalanceTransaction)
    return charge.balance_transaction


def test_the_charge_is_told_without_its_transaction_which_comes_later(twin: RunningTwin) -> None:
    twin.listen("charge.succeeded", "charge.updated")
    paid_session(twin)
    [succeeded] = twin.shop.wait_for("charge.succeeded")
    twin.advance(seconds=2)
    [updated] = twin.shop.wait_for("charge.updated")
    assert succeeded.data.object["balance_transaction"] is None
    assert updated.data.object["balance_transaction"].startswith("txn_")
    assert updated.data.previous_attributes is not None
    assert updated.data.previous_attributes.to_dict() == {"balance_transaction": None}


def test_the_fee_and_what_is_left_add_up(twin: RunningTwin) -> None:
    transaction = booked(twin)
    assert (transaction.amount, transaction.fee, transaction.net) == (8900, 159, 8741)
    assert sum(detail.amount for detail in transaction.fee_details) == transaction.fee
    assert (transaction.type, transaction.reporting_category) == ("charge", "charge")


def test_the_money_becomes_available_after_a_week(twin: RunningTwin) -> None:
    transaction = booked(twin)
    twin.advance(days=7)
    after = twin.stripe.v1.balance_transactions.retrieve(transaction.id)
    assert (transaction.status, after.status) == ("pending", "available")


def test_transactions_are_found_by_source_and_type(twin: RunningTwin) -> None:
    transaction = booked(twin)
    booked(twin)
    listed = twin.stripe.v1.balance_transactions.list
    source = transaction.source
    assert isinstance(source, str)
    assert [row.id for row in listed(params={"source": source}).data] == [transaction.id]
    assert len(listed(params={"type": "charge"}).data) == 2
    assert listed(params={"type": "payout"}).data == []


def test_a_synchronous_capture_is_booked_at_once(twin: RunningTwin) -> None:
    twin.listen("charge.succeeded")
    paid_session(twin, payment_intent_data={"capture_method": "automatic"})
    [succeeded] = twin.shop.wait_for("charge.succeeded")
    assert succeeded.data.object["balance_transaction"].startswith("txn_")
