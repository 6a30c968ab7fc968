"""What is still to come of money survives the end of the process."""

from __future__ import annotations

from tests.emulators.stripe.payments import charge, paid
from tests.emulators.stripe.running import RunningTwin
from tests.emulators.stripe.test_restart import Kept, restarted


def test_refunds_disputes_holds_and_payouts_go_on_after_a_restart() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    failing, held = paid(twin, "refundFail"), paid(twin, capture_method="manual")
    refund = twin.stripe.v1.refunds.create(params={"payment_intent": failing.id})
    disputed = paid(twin, "createDispute")
    paid(twin, "bypassPending", amount=20_000)
    twin = restarted(twin, shelf)
    try:
        twin.advance(days=9)
        twin.advance(days=3)
        assert twin.stripe.v1.refunds.retrieve(refund.id).status == "failed"
        [dispute] = twin.stripe.v1.disputes.list(params={"payment_intent": disputed.id}).data
        assert dispute.status == "lost"
        assert twin.stripe.v1.payment_intents.retrieve(held.id).status == "canceled"
        assert charge(twin, held).refunded
        first, *_ = list(twin.stripe.v1.payouts.list().auto_paging_iter())[::-1]
        assert (first.automatic, first.status) == (True, "paid")
    finally:
        twin.stop()


def test_a_payment_link_moves_to_the_new_address() -> None:
    shelf = Kept()
    twin = RunningTwin(shelf)
    price = twin.stripe.v1.prices.create(
        params={"currency": "eur", "unit_amount": 900, "product_data": {"name": "Book"}}
    )
    made = twin.stripe.v1.payment_links.create(
        params={"line_items": [{"price": price.id, "quantity": 1}]}
    )
    twin = restarted(twin, shelf)
    try:
        again = twin.stripe.v1.payment_links.retrieve(made.id)
        assert again.url == f"{twin.url}/b/{made.id}"
        assert twin.request("GET", again.url).status == 303
    finally:
        twin.stop()
