"""The balance, and how it gets to the shop's bank account."""

from __future__ import annotations

import pytest
import stripe

from tests.emulators.stripe.payments import paid, transaction
from tests.emulators.stripe.running import RunningTwin


def rich(twin: RunningTwin, amount: int = 10_000) -> None:
    """Money that is available at once; the account pays out only by hand."""
    twin.stripe.v1.balance_settings.update(
        params={"payments": {"payouts": {"schedule": {"interval": "manual"}}}}
    )
    paid(twin, "bypassPending", amount=amount)


def available(twin: RunningTwin) -> int:
    return twin.stripe.v1.balance.retrieve().available[0].amount


def pay_out(twin: RunningTwin, amount: int = 1100) -> stripe.Payout:
    return twin.stripe.v1.payouts.create(params={"amount": amount, "currency": "usd"})


def test_an_empty_account_has_an_empty_balance(twin: RunningTwin) -> None:
    balance = twin.stripe.v1.balance.retrieve()
    assert [(row.amount, row.currency) for row in balance.available] == [(0, "eur")]
    assert [row.amount for row in balance.pending] == [0]


def test_money_is_pending_for_a_week_and_then_available(twin: RunningTwin) -> None:
    twin.listen("balance.available")
    paid(twin, amount=10_000)
    twin.advance(seconds=2)
    before = twin.stripe.v1.balance.retrieve()
    twin.advance(days=7)
    [event] = twin.shop.wait_for("balance.available")
    after = twin.stripe.v1.balance.retrieve()
    assert (before.pending[0].amount, before.available[0].amount) == (9680, 0)
    assert (after.pending[0].amount, after.available[0].amount) == (0, 9680)
    assert event.data.object["available"][0]["amount"] == 9680
    assert after.available[0].source_types is not None
    assert after.available[0].source_types.card == 9680


def test_a_payout_leaves_the_balance_at_once_and_arrives_in_two_days(twin: RunningTwin) -> None:
    twin.listen("payout.created", "payout.updated", "payout.paid")
    rich(twin)
    payout = pay_out(twin)
    twin.advance(days=1)
    on_its_way = twin.stripe.v1.payouts.retrieve(payout.id).status
    twin.advance(days=1)
    twin.shop.wait_for("payout.created", "payout.updated", "payout.paid")
    assert available(twin) == 9680 - 1100
    assert (payout.status, payout.automatic, payout.method) == ("pending", False, "standard")
    assert payout.reconciliation_status == "not_applicable"
    assert on_its_way == "in_transit"
    assert twin.stripe.v1.payouts.retrieve(payout.id).status == "paid"
    entry = transaction(twin, payout.balance_transaction)
    assert (entry.type, entry.amount, entry.status) == ("payout", -1100, "available")


def test_no_more_is_paid_out_than_there_is(twin: RunningTwin) -> None:
    paid(twin)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        pay_out(twin)
    assert caught.value.code == "balance_insufficient"


def test_a_payout_can_be_called_back_while_it_is_pending(twin: RunningTwin) -> None:
    twin.listen("payout.canceled")
    rich(twin)
    canceled = twin.stripe.v1.payouts.cancel(pay_out(twin).id)
    twin.shop.wait_for("payout.canceled")
    late = pay_out(twin)
    twin.advance(days=1)
    assert (canceled.status, available(twin)) == ("canceled", 9680 - 1100)
    assert transaction(twin, canceled.failure_balance_transaction).type == "payout_cancel"
    with pytest.raises(stripe.InvalidRequestError, match="in_transit"):
        twin.stripe.v1.payouts.cancel(late.id)


def test_a_paid_payout_can_be_reversed_once(twin: RunningTwin) -> None:
    rich(twin)
    payout = pay_out(twin)
    twin.advance(days=2)
    back = twin.stripe.v1.payouts.reverse(payout.id)
    assert (back.amount, back.original_payout) == (-1100, payout.id)
    assert twin.stripe.v1.payouts.retrieve(payout.id).reversed_by == back.id
    assert available(twin) == 9680
    with pytest.raises(stripe.InvalidRequestError, match="reversed already"):
        twin.stripe.v1.payouts.reverse(payout.id)


def test_every_day_what_is_available_is_paid_out(twin: RunningTwin) -> None:
    twin.listen("payout.created", "payout.paid", "payout.reconciliation_completed")
    first, second = paid(twin, amount=10_000), paid(twin, amount=20_000)
    twin.advance(seconds=2)
    twin.advance(days=7)
    twin.advance(days=1)
    twin.shop.wait_for("payout.created")
    twin.advance(days=2)
    done, _ = twin.shop.wait_for("payout.reconciliation_completed", "payout.paid")
    [payout] = twin.stripe.v1.payouts.list(params={"status": "paid"}).data
    rows = twin.stripe.v1.balance_transactions.list(params={"payout": payout.id}).data
    assert payout.automatic
    assert payout.amount == 9680 + 19390
    assert (payout.reconciliation_status, done.data.object["id"]) == ("completed", payout.id)
    assert sum(row.net for row in rows) == 0
    assert {row.source for row in rows} >= {payout.id}
    assert {first.status, second.status} == {"succeeded"}
    assert available(twin) == 0


def test_only_a_payout_that_exists_has_transactions(twin: RunningTwin) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.balance_transactions.list(params={"payout": "po_x"})
    assert (caught.value.code, caught.value.param) == ("resource_missing", "payout")


def test_a_payout_can_be_labelled_and_expanded(twin: RunningTwin) -> None:
    rich(twin)
    payout = pay_out(twin)
    changed = twin.stripe.v1.payouts.update(payout.id, params={"metadata": {"week": "7"}})
    whole = twin.stripe.v1.balance_transactions.list(
        params={"type": "payout", "expand": ["data.source"]}
    ).data[0]
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"week": "7"}
    assert isinstance(whole.source, stripe.Payout)
