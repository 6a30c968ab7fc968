"""Checkout in `setup` mode: a card is saved, and nothing is charged."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import SUCCESS_URL
from tests.emulators.stripe.payments import paid
from tests.emulators.stripe.running import RunningTwin


def open_setup(twin: RunningTwin, **changes: Any) -> stripe.checkout.Session:
    usual = {"mode": "setup", "currency": "eur", "success_url": SUCCESS_URL, **changes}
    given: Any = {name: value for name, value in usual.items() if value is not None}
    return twin.stripe.v1.checkout.sessions.create(params=given)


def saved_by(twin: RunningTwin, session: stripe.checkout.Session) -> stripe.SetupIntent:
    done = twin.stripe.v1.checkout.sessions.retrieve(
        session.id, params={"expand": ["setup_intent"]}
    )
    assert isinstance(done.setup_intent, stripe.SetupIntent)
    return done.setup_intent


def test_a_saved_card_pays_later(twin: RunningTwin) -> None:
    twin.listen("checkout.session.completed", "setup_intent.succeeded")
    ada = twin.stripe.v1.customers.create(params={"name": "Ada", "email": "ada@example.com"})
    session = open_setup(twin, customer=ada.id, setup_intent_data={"metadata": {"plan": "7"}})
    assert twin.pay(session)["outcome"] == "complete"
    assert "details are saved" in twin.request("GET", f"/c/pay/{session.id}").text
    completed, _ = twin.shop.wait_for("checkout.session.completed", "setup_intent.succeeded")
    intent = saved_by(twin, session)
    later = paid(twin, payment_method=intent.payment_method, customer=ada.id, off_session=True)
    assert (session.amount_total, session.payment_status) == (None, "no_payment_required")
    assert completed.data.object["status"] == "complete"
    assert (intent.status, intent.customer) == ("succeeded", ada.id)
    assert intent.metadata is not None
    assert intent.metadata.to_dict() == {"plan": "7"}
    assert later.status == "succeeded"


def test_a_card_that_declines_keeps_the_session_open(twin: RunningTwin) -> None:
    session = open_setup(twin)
    outcome = twin.pay(session, card="4000000000009995")
    again = twin.pay(session, card="4242424242424242")
    assert (outcome["outcome"], again["outcome"]) == ("declined", "complete")


def test_the_bank_may_ask(twin: RunningTwin) -> None:
    session = open_setup(twin)
    waiting = twin.pay(session, card="4000002500003155")
    page = twin.request("GET", waiting["url"])
    done = twin.request("POST", waiting["url"], form={"answer": "complete"})
    assert waiting["outcome"] == "challenge"
    assert "Confirm your card" in page.text
    assert done.headers["Location"] == f"https://shop.example/thanks?session={session.id}"
    assert saved_by(twin, session).status == "succeeded"


def test_the_page_asks_to_save_and_not_to_pay(twin: RunningTwin) -> None:
    text = twin.request("GET", open_setup(twin).url or "").text
    assert "Save payment method" in text
    assert "Total" not in text


def test_expiring_cancels_the_setup(twin: RunningTwin) -> None:
    session = open_setup(twin)
    twin.advance(hours=24)
    assert twin.stripe.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert saved_by(twin, session).status == "canceled"


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"currency": None}, "currency"),
        ({"line_items": [{"price": "price_x", "quantity": 1}]}, "line_items"),
        ({"customer": "cus_x"}, "customer"),
    ],
)
def test_what_has_no_place_here_is_refused(
    twin: RunningTwin, changes: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        open_setup(twin, **changes)
    assert caught.value.param == param
