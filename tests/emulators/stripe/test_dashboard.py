"""The page with the Dashboard's buttons."""

from __future__ import annotations

from tests.emulators.stripe.payments import charge, charge_id, paid, transaction
from tests.emulators.stripe.running import RunningTwin

PAGE = "/_twin/payments"


def test_a_button_gives_money_back(twin: RunningTwin) -> None:
    twin.listen("refund.created")
    intent = paid(twin, description="Lamp")
    page = twin.request("GET", PAGE)
    part = twin.request("POST", f"/_twin/charges/{charge_id(intent)}/refund", form={"amount": "1"})
    rest = twin.request("POST", f"/_twin/charges/{charge_id(intent)}/refund", form={"amount": ""})
    again = twin.request("POST", f"/_twin/charges/{charge_id(intent)}/refund", form={})
    twin.shop.wait_for_count(2)
    assert "Lamp" in page.text
    assert "$50.00" in page.text
    assert (part.status, part.headers["Location"], rest.status) == (303, PAGE, 303)
    assert charge(twin, intent).refunded
    assert again.status == 400
    assert "has already been refunded" in again.text


def test_a_refund_can_be_called_back_for_half_an_hour(twin: RunningTwin) -> None:
    intent = paid(twin)
    create = twin.stripe.v1.refunds.create
    first = create(params={"payment_intent": intent.id, "amount": 1000})
    second = create(params={"payment_intent": intent.id, "amount": 500})
    done = twin.request("POST", f"/_twin/refunds/{first.id}/cancel", form={})
    twin.advance(minutes=31)
    late = twin.request("POST", f"/_twin/refunds/{second.id}/cancel", form={})
    canceled = twin.stripe.v1.refunds.retrieve(first.id)
    assert (done.status, canceled.status, late.status) == (303, "canceled", 400)
    assert transaction(twin, canceled.failure_balance_transaction).amount == 1000
    assert charge(twin, intent).amount_refunded == 500


def test_a_payout_can_be_made_to_fail(twin: RunningTwin) -> None:
    twin.listen("payout.failed")
    paid(twin, "bypassPending")
    payout = twin.stripe.v1.payouts.create(params={"amount": 100, "currency": "usd"})
    twin.request("POST", f"/_twin/payouts/{payout.id}/fail", form={})
    twin.shop.wait_for("payout.failed")
    failed = twin.stripe.v1.payouts.retrieve(payout.id)
    assert (failed.status, failed.failure_code) == ("failed", "no_account")
    assert transaction(twin, failed.failure_balance_transaction).type == "payout_failure"


def test_what_is_not_there_is_not_found(twin: RunningTwin) -> None:
    for path in ("charges/ch_x/refund", "refunds/re_x/cancel", "payouts/po_x/fail"):
        assert twin.request("POST", f"/_twin/{path}", form={}).status == 404
    assert "No payments yet" in twin.request("GET", PAGE).text
