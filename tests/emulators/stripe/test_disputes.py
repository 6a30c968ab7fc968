"""Disputed payments, by the cards that Stripe publishes for them."""

from __future__ import annotations

import pytest
import stripe

from tests.emulators.stripe.payments import charge, charge_id, paid
from tests.emulators.stripe.running import RunningTwin


def disputed(twin: RunningTwin, card: str = "createDispute") -> stripe.Dispute:
    intent = paid(twin, card)
    [dispute] = twin.stripe.v1.disputes.list(params={"payment_intent": intent.id}).data
    return dispute


def answer(twin: RunningTwin, dispute: stripe.Dispute, text: str) -> stripe.Dispute:
    return twin.stripe.v1.disputes.update(
        dispute.id, params={"evidence": {"uncategorized_text": text}}
    )


def now(twin: RunningTwin, dispute: stripe.Dispute) -> stripe.Dispute:
    return twin.stripe.v1.disputes.retrieve(dispute.id)


@pytest.mark.parametrize(
    ("card", "reason", "status", "case"),
    [
        ("createDispute", "fraudulent", "needs_response", "chargeback"),
        ("createDisputeProductNotReceived", "product_not_received", "needs_response", "chargeback"),
        ("createDisputeInquiry", "general", "warning_needs_response", "inquiry"),
    ],
)
def test_a_card_decides_what_its_holder_complains_of(
    twin: RunningTwin, card: str, reason: str, status: str, case: str
) -> None:
    dispute = disputed(twin, card)
    assert (dispute.reason, dispute.status) == (reason, status)
    assert dispute.is_charge_refundable is (case == "inquiry")
    assert dispute.payment_method_details is not None
    assert dispute.payment_method_details.card is not None
    assert dispute.payment_method_details.card.case_type == case
    assert dispute.amount == 5000
    assert dispute.id.startswith("du_")


def test_the_money_and_a_fee_are_gone_at_once(twin: RunningTwin) -> None:
    dispute = disputed(twin)
    [gone] = dispute.balance_transactions
    assert (gone.amount, gone.fee, gone.net) == (-5000, 1500, -6500)
    assert (gone.type, gone.reporting_category, gone.source) == (
        "adjustment",
        "dispute",
        dispute.id,
    )


def test_the_shop_hears_of_the_payment_and_then_of_its_dispute(twin: RunningTwin) -> None:
    paid(twin, "createDispute")
    told = [
        "charge.succeeded",
        "payment_intent.succeeded",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
    ]
    events = twin.stripe.v1.events.list(params={"limit": 100}).data
    # `charge.updated` follows within a second, or has followed.
    assert [event.type for event in reversed(events) if event.type in told] == told


def test_a_disputed_charge_cannot_be_refunded_until_the_dispute_is_won(twin: RunningTwin) -> None:
    dispute = disputed(twin)
    assert isinstance(dispute.charge, str)
    give_back = {"charge": dispute.charge}
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.refunds.create(params={"charge": dispute.charge})
    assert caught.value.code == "charge_disputed"
    answer(twin, dispute, "winning_evidence")
    twin.advance(seconds=5)
    assert twin.stripe.v1.refunds.create(params={"charge": give_back["charge"]}).amount == 5000


def test_winning_evidence_brings_the_money_back_but_not_the_fee(twin: RunningTwin) -> None:
    twin.listen("charge.dispute.funds_reinstated", "charge.dispute.closed")
    dispute = disputed(twin)
    answered = answer(twin, dispute, "winning_evidence")
    twin.advance(seconds=5)
    twin.shop.wait_for("charge.dispute.funds_reinstated", "charge.dispute.closed")
    won = now(twin, dispute)
    assert (answered.status, answered.evidence_details.submission_count) == ("under_review", 1)
    assert won.status == "won"
    assert [(row.amount, row.fee) for row in won.balance_transactions] == [(-5000, 1500), (5000, 0)]


def test_losing_evidence_loses(twin: RunningTwin) -> None:
    dispute = disputed(twin)
    answer(twin, dispute, "losing_evidence")
    twin.advance(seconds=5)
    lost = now(twin, dispute)
    assert (lost.status, len(lost.balance_transactions)) == ("lost", 1)


def test_evidence_can_be_collected_before_it_is_sent(twin: RunningTwin) -> None:
    dispute = disputed(twin)
    staged = twin.stripe.v1.disputes.update(
        dispute.id, params={"submit": False, "evidence": {"customer_name": "Ada"}}
    )
    sent = answer(twin, dispute, "We delivered it.")
    twin.advance(days=60)
    assert (staged.status, staged.evidence_details.has_evidence) == ("needs_response", True)
    assert staged.evidence_details.submission_count == 0
    assert (sent.evidence.customer_name, sent.status) == ("Ada", "under_review")
    assert now(twin, dispute).status == "under_review"


def test_an_inquiry_moves_money_only_once_it_is_escalated(twin: RunningTwin) -> None:
    twin.listen("charge.dispute.funds_withdrawn")
    inquiry = disputed(twin, "createDisputeInquiry")
    answer(twin, inquiry, "escalate_inquiry_evidence")
    twin.advance(seconds=5)
    twin.shop.wait_for("charge.dispute.funds_withdrawn")
    escalated = now(twin, inquiry)
    assert inquiry.balance_transactions == []
    assert (escalated.status, escalated.is_charge_refundable) == ("needs_response", False)
    assert [row.net for row in escalated.balance_transactions] == [-6500]


def test_giving_the_money_back_ends_an_inquiry(twin: RunningTwin) -> None:
    inquiry = disputed(twin, "createDisputeInquiry")
    assert isinstance(inquiry.charge, str)
    twin.stripe.v1.refunds.create(params={"charge": inquiry.charge})
    assert now(twin, inquiry).status == "warning_closed"


def test_who_says_nothing_loses_after_the_deadline(twin: RunningTwin) -> None:
    dispute, inquiry = disputed(twin), disputed(twin, "createDisputeInquiry")
    twin.advance(days=9)
    late, late_inquiry = now(twin, dispute), now(twin, inquiry)
    twin.advance(days=112)
    assert (late.status, late.evidence_details.past_due) == ("lost", True)
    assert (late_inquiry.status, late_inquiry.evidence_details.past_due) == (
        "warning_needs_response",
        True,
    )
    assert now(twin, inquiry).status == "warning_closed"


def test_a_closed_dispute_stays_closed(twin: RunningTwin) -> None:
    twin.listen("charge.dispute.closed")
    dispute = disputed(twin)
    closed = twin.stripe.v1.disputes.close(dispute.id)
    twin.shop.wait_for("charge.dispute.closed")
    with pytest.raises(stripe.InvalidRequestError, match="This dispute is already closed"):
        answer(twin, dispute, "winning_evidence")
    assert closed.status == "lost"
    with pytest.raises(stripe.InvalidRequestError, match="No such dispute"):
        twin.stripe.v1.disputes.retrieve("du_x")


def test_one_payment_can_be_disputed_twice(twin: RunningTwin) -> None:
    intent = paid(twin, "createMultipleDisputes")
    disputes = twin.stripe.v1.disputes.list(params={"charge": charge_id(intent)}).data
    assert [dispute.amount for dispute in disputes] == [2500, 2500]
    assert charge(twin, intent).disputed


def test_a_card_network_warns_of_fraud_until_the_money_is_back(twin: RunningTwin) -> None:
    twin.listen("radar.early_fraud_warning.created", "radar.early_fraud_warning.updated")
    intent = paid(twin, "createIssuerFraudRecord")
    warnings = twin.stripe.v1.radar.early_fraud_warnings
    [warning] = warnings.list(params={"charge": charge_id(intent)}).data
    twin.shop.wait_for("radar.early_fraud_warning.created")
    twin.stripe.v1.refunds.create(params={"payment_intent": intent.id})
    [updated] = twin.shop.wait_for("radar.early_fraud_warning.updated")
    assert (warning.actionable, warning.payment_intent) == (True, intent.id)
    assert updated.data.object["actionable"] is False
    assert warnings.retrieve(warning.id).actionable is False
