"""What a buyer's payment on the hosted page does to everything behind it."""

from __future__ import annotations

import pytest

from tests.emulators.stripe.orders import charge_of, intent_of, open_session, paid_session
from tests.emulators.stripe.running import RunningTwin


def test_a_card_payment_completes_the_session(twin: RunningTwin) -> None:
    session = open_session(twin)
    outcome = twin.pay(session, email="ada@example.com", name="Ada", country="DE")
    after = twin.stripe.v1.checkout.sessions.retrieve(session.id)
    assert outcome["outcome"] == "complete"
    assert (after.status, after.payment_status, after.url) == ("complete", "paid", None)
    assert after.customer_details is not None
    assert after.customer_details.email == "ada@example.com"
    assert after.customer_details.address is not None
    assert after.customer_details.address.country == "DE"


def test_the_intent_and_its_charge_carry_the_orders_amount_and_metadata(twin: RunningTwin) -> None:
    data = {"description": "Order 7", "metadata": {"order": "ord_7"}}
    session = paid_session(twin, payment_intent_data=data, metadata={"cart": "c1"})
    intent = intent_of(twin, session)
    charge = charge_of(intent)
    assert (intent.status, intent.amount_received, intent.description) == (
        "succeeded",
        8900,
        "Order 7",
    )
    assert charge.paid
    assert charge.amount_captured == 8900
    assert intent.metadata.to_dict() == charge.metadata.to_dict() == {"order": "ord_7"}
    assert session.metadata is not None
    assert session.metadata.to_dict() == {"cart": "c1"}


def test_a_payment_is_told_in_full(twin: RunningTwin) -> None:
    twin.listen()
    paid_session(twin)
    twin.advance(seconds=2)
    twin.shop.wait_for("charge.updated")
    twin.shop.wait_for_count(5)
    assert sorted(twin.shop.types()) == [
        "charge.succeeded",
        "charge.updated",
        "checkout.session.completed",
        "payment_intent.created",
        "payment_intent.succeeded",
    ]


def test_the_completed_event_shows_the_session_without_its_line_items(twin: RunningTwin) -> None:
    twin.listen("checkout.session.completed")
    session = paid_session(twin)
    [event] = twin.shop.wait_for("checkout.session.completed")
    told = event.data.object
    assert (told["id"], told["payment_status"]) == (session.id, "paid")
    assert "line_items" not in told


DECLINES = {
    "4000000000000002": ("card_declined", "generic_decline"),
    "4000000000009995": ("card_declined", "insufficient_funds"),
    "4000000000009987": ("card_declined", "lost_card"),
    "4000000000000069": ("expired_card", "expired_card"),
    "4000000000000127": ("incorrect_cvc", "incorrect_cvc"),
    "4000000000000119": ("processing_error", "processing_error"),
    "4111111111111111": ("card_declined", "test_mode_live_card"),
}


@pytest.mark.parametrize("card", DECLINES)
def test_a_declined_card_leaves_the_session_open(twin: RunningTwin, card: str) -> None:
    session = open_session(twin)
    outcome = twin.pay(session, card=card)
    intent = intent_of(twin, session)
    error = intent.last_payment_error
    assert (outcome["outcome"], outcome["session"]["status"]) == ("declined", "open")
    assert intent.status == "requires_payment_method"
    assert error is not None
    assert (error.code, error.decline_code) == DECLINES[card]
    assert charge_of(intent).failure_code == DECLINES[card][0]
    assert charge_of(intent).status == "failed"


def test_a_decline_is_told_and_nothing_is_completed(twin: RunningTwin) -> None:
    twin.listen()
    twin.pay(open_session(twin), card="4000000000000002")
    twin.shop.wait_for("payment_intent.created", "charge.failed", "payment_intent.payment_failed")
    assert len(twin.shop.deliveries) == 3


def test_another_card_after_a_decline_pays_the_same_intent(twin: RunningTwin) -> None:
    session = open_session(twin)
    twin.pay(session, card="4000000000000002")
    declined = intent_of(twin, session)
    twin.pay(session)
    paid = intent_of(twin, session)
    assert paid.id == declined.id
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)
    assert charge_of(paid).id != charge_of(declined).id


def test_paying_twice_charges_once(twin: RunningTwin) -> None:
    session = paid_session(twin)
    assert twin.pay(session)["outcome"] == "complete"
    intent = intent_of(twin, session)
    assert len(twin.stripe.v1.charges.list(params={"payment_intent": intent.id}).data) == 1


@pytest.mark.parametrize("card", ["4000002500003155", "4000002760003184"])
def test_a_card_with_3d_secure_waits_for_its_owner(twin: RunningTwin, card: str) -> None:
    session = open_session(twin)
    outcome = twin.pay(session, card=card)
    intent = intent_of(twin, session)
    assert outcome["outcome"] == "challenge"
    assert intent.status == "requires_action"
    assert intent.latest_charge is None
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    assert intent.next_action.redirect_to_url.url == outcome["url"]


def test_an_authenticated_payment_completes_and_says_so(twin: RunningTwin) -> None:
    session = open_session(twin)
    assert twin.pay(session, card="4000002760003184", challenge="complete")["outcome"] == "complete"
    details = charge_of(intent_of(twin, session)).payment_method_details
    assert details is not None
    assert details.card is not None
    assert details.card.three_d_secure is not None
    assert details.card.three_d_secure.result == "authenticated"


def test_a_failed_authentication_is_a_decline_without_a_charge(twin: RunningTwin) -> None:
    twin.listen()
    session = open_session(twin)
    outcome = twin.pay(session, card="4000002760003184", challenge="fail")
    intent = intent_of(twin, session)
    twin.shop.wait_for("payment_intent.requires_action", "payment_intent.payment_failed")
    assert outcome["outcome"] == "declined"
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == "payment_intent_authentication_failure"
    assert intent.latest_charge is None


def test_another_card_instead_of_the_challenge_leaves_nothing_to_do(twin: RunningTwin) -> None:
    session = open_session(twin)
    twin.pay(session, card="4000002760003184")
    assert twin.pay(session)["outcome"] == "complete"
    intent = intent_of(twin, session)
    assert (intent.status, intent.next_action) == ("succeeded", None)
    assert charge_of(intent).amount == 8900


def test_a_session_that_costs_nothing_completes_without_an_intent(twin: RunningTwin) -> None:
    twin.listen()
    item = {
        "price_data": {"currency": "eur", "unit_amount": 0, "product_data": {"name": "Gift"}},
        "quantity": 1,
    }
    session = paid_session(twin, line_items=[item])
    [event] = twin.shop.wait_for("checkout.session.completed")
    assert session.payment_status == "no_payment_required"
    assert session.payment_intent is None
    assert event.data.object["payment_intent"] is None


def test_a_customer_is_made_when_the_shop_always_wants_one(twin: RunningTwin) -> None:
    session = open_session(twin, customer_creation="always")
    twin.pay(session, email="ada@example.com", name="Ada")
    after = twin.stripe.v1.checkout.sessions.retrieve(
        session.id, params={"expand": ["customer", "payment_intent"]}
    )
    assert after.to_dict()["customer"]["email"] == "ada@example.com"
    assert after.to_dict()["payment_intent"]["customer"] == after.to_dict()["customer"]["id"]


def test_a_held_payment_completes_unpaid_and_is_paid_when_captured(twin: RunningTwin) -> None:
    session = paid_session(twin, payment_intent_data={"capture_method": "manual"})
    intent = intent_of(twin, session)
    assert (session.payment_status, intent.status) == ("unpaid", "requires_capture")
    twin.stripe.v1.payment_intents.capture(intent.id)
    assert twin.stripe.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
