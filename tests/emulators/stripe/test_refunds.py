"""Money back: whole, in parts, later, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import stripe

from tests.emulators.stripe.payments import charge, charge_id, paid, transaction
from tests.emulators.stripe.running import RunningTwin


def refuse(act: Callable[[], object]) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        act()
    return caught.value


def refund(twin: RunningTwin, intent: stripe.PaymentIntent, amount: int = 5000) -> stripe.Refund:
    return twin.stripe.v1.refunds.create(params={"payment_intent": intent.id, "amount": amount})


def test_a_refund_names_what_it_gives_back(twin: RunningTwin) -> None:
    intent = paid(twin)
    made = twin.stripe.v1.refunds.create(
        params={
            "charge": charge_id(intent),
            "amount": 1500,
            "reason": "duplicate",
            "metadata": {"order": "7"},
        }
    )
    assert (
        made.to_dict().items()
        >= {
            "amount": 1500,
            "charge": charge_id(intent),
            "currency": "usd",
            "payment_intent": intent.id,
            "payment_method": intent.payment_method,
            "reason": "duplicate",
            "status": "succeeded",
        }.items()
    )
    assert made.metadata is not None
    assert made.metadata.to_dict() == {"order": "7"}
    assert twin.stripe.v1.refunds.retrieve(made.id).id == made.id


def test_parts_add_up_to_the_whole(twin: RunningTwin) -> None:
    intent = paid(twin)
    refund(twin, intent, 1500)
    partly = charge(twin, intent)
    rest = twin.stripe.v1.refunds.create(params={"payment_intent": intent.id})
    wholly = charge(twin, intent)
    assert (partly.amount_refunded, partly.refunded) == (1500, False)
    assert (rest.amount, wholly.amount_refunded, wholly.refunded) == (3500, 5000, True)


def test_no_more_goes_back_than_came(twin: RunningTwin) -> None:
    intent = paid(twin)
    refund(twin, intent, 2000)
    too_much = refuse(lambda: refund(twin, intent, 4000))
    refund(twin, intent, 3000)
    nothing_left = refuse(lambda: refund(twin, intent, 1))
    assert too_much.user_message == (
        "Refund amount ($40.00) is greater than unrefunded amount on charge ($30.00)"
    )
    assert (too_much.param, too_much.code) == ("amount", None)
    assert nothing_left.code == "charge_already_refunded"
    assert nothing_left.user_message == f"Charge {charge_id(intent)} has already been refunded."


def test_what_was_never_paid_cannot_be_given_back(twin: RunningTwin) -> None:
    held = paid(twin, capture_method="manual")
    empty = paid(twin, confirm=None)
    create = twin.stripe.v1.refunds.create
    assert "You must cancel the PaymentIntent" in str(refuse(lambda: refund(twin, held)))
    assert "does not have a successful charge" in str(refuse(lambda: refund(twin, empty)))
    assert refuse(lambda: create(params={"charge": "ch_x"})).http_status == 404
    assert "payment_intent or charge" in str(refuse(lambda: create(params={"amount": 1})))
    zero = refuse(lambda: refund(twin, held, 0))
    assert (zero.code, zero.param) == ("parameter_invalid_integer", "amount")


def test_the_books_show_a_refund_without_a_fee(twin: RunningTwin) -> None:
    intent = paid(twin, description="Lamp")
    twin.advance(seconds=2)
    made = refund(twin, intent, 1400)
    entry = transaction(twin, made.balance_transaction)
    assert (entry.type, entry.reporting_category) == ("refund", "refund")
    assert (entry.amount, entry.fee, entry.net) == (-1400, 0, -1400)
    assert (entry.source, entry.description) == (made.id, "REFUND FOR CHARGE (Lamp)")


def test_the_shop_hears_of_a_refund_and_later_of_its_reference(twin: RunningTwin) -> None:
    twin.listen("refund.created", "charge.refunded", "refund.updated", "charge.refund.updated")
    made = refund(twin, paid(twin))
    created, refunded = twin.shop.wait_for("refund.created", "charge.refunded")
    twin.advance(seconds=5)
    updated, _ = twin.shop.wait_for("refund.updated", "charge.refund.updated")
    assert created.data.object["id"] == made.id
    assert (refunded.data.object["object"], refunded.data.object["amount_refunded"]) == (
        "charge",
        5000,
    )
    assert updated.data.object["destination_details"]["card"]["reference_status"] == "available"


def test_a_refund_can_be_pending_first(twin: RunningTwin) -> None:
    twin.listen("refund.updated")
    intent = paid(twin, "pendingRefund")
    made = refund(twin, intent)
    twin.advance(minutes=1)
    [updated] = twin.shop.wait_for("refund.updated")
    after = twin.stripe.v1.refunds.retrieve(made.id)
    assert (made.status, made.pending_reason, made.balance_transaction) == (
        "pending",
        "processing",
        None,
    )
    assert (after.status, updated.data.object["status"]) == ("succeeded", "succeeded")
    assert transaction(twin, after.balance_transaction).amount == -5000


def test_a_refund_that_fails_days_later_brings_the_money_back(twin: RunningTwin) -> None:
    twin.listen("refund.failed")
    intent = paid(twin, "refundFail")
    made = refund(twin, intent)
    twin.advance(minutes=1)
    [failed] = twin.shop.wait_for("refund.failed")
    after = twin.stripe.v1.refunds.retrieve(made.id)
    assert (made.status, after.status) == ("succeeded", "failed")
    assert after.failure_reason == "expired_or_canceled_card"
    assert transaction(twin, after.failure_balance_transaction).amount == 5000
    assert failed.data.object["id"] == made.id
    again = charge(twin, intent)
    assert (again.amount_refunded, again.refunded) == (0, False)


def test_a_refund_can_be_labelled_but_not_called_back(twin: RunningTwin) -> None:
    made = refund(twin, paid(twin))
    updated = twin.stripe.v1.refunds.update(made.id, params={"metadata": {"k": "v"}})
    error = refuse(lambda: twin.stripe.v1.refunds.cancel(made.id))
    assert updated.metadata is not None
    assert updated.metadata.to_dict() == {"k": "v"}
    assert error.user_message == "Canceling this refund is unsupported."


def test_refunds_are_listed_by_payment_and_come_with_their_charge(twin: RunningTwin) -> None:
    one, other = paid(twin), paid(twin)
    first, second = refund(twin, one, 100), refund(twin, one, 200)
    refund(twin, other, 300)
    refunds = twin.stripe.v1.refunds
    by_charge = refunds.list(params={"charge": charge_id(one)}).data
    by_intent = refunds.list(params={"payment_intent": one.id}).data
    whole = twin.stripe.v1.charges.retrieve(charge_id(one), params={"expand": ["refunds"]})
    ids = [second.id, first.id]
    assert [row.id for row in by_charge] == [row.id for row in by_intent] == ids
    assert whole.refunds is not None
    assert [row.id for row in whole.refunds.data] == ids
    assert whole.refunds.url == f"/v1/charges/{whole.id}/refunds"


def test_a_debit_is_given_back_by_a_transfer(twin: RunningTwin) -> None:
    method = twin.stripe.v1.payment_methods.create(
        params={"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}}
    )
    intent = paid(twin, payment_method=method.id, currency="eur")
    pending = refuse(lambda: refund(twin, intent))
    twin.advance(days=2)
    made = refund(twin, intent)
    assert "still pending" in str(pending)
    assert made.id.startswith("pyr_")
    assert made.destination_details is not None
    assert made.destination_details.type == "eu_bank_transfer"
    assert transaction(twin, made.balance_transaction).type == "payment_refund"
