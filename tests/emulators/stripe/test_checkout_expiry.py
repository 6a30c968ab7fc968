"""Sessions that nobody pays."""

from __future__ import annotations

from datetime import timedelta

import pytest
import stripe

from tests.emulators.stripe.orders import intent_of, open_session, paid_session
from tests.emulators.stripe.running import RunningTwin


def test_a_session_expires_by_the_clock(twin: RunningTwin) -> None:
    twin.listen()
    expires_at = int((twin.clock.now() + timedelta(minutes=45)).timestamp())
    session = open_session(twin, expires_at=expires_at)
    twin.advance(minutes=44)
    assert twin.stripe.v1.checkout.sessions.retrieve(session.id).status == "open"
    twin.advance(minutes=1)
    [event] = twin.shop.wait_for("checkout.session.expired")
    after = twin.stripe.v1.checkout.sessions.retrieve(session.id)
    assert (after.status, after.payment_status, after.url) == ("expired", "unpaid", None)
    assert event.data.object["id"] == session.id


def test_a_paid_session_never_expires(twin: RunningTwin) -> None:
    twin.listen("checkout.session.expired")
    session = paid_session(twin)
    twin.advance(days=2)
    assert twin.stripe.v1.checkout.sessions.retrieve(session.id).status == "complete"
    assert twin.shop.deliveries == []


def test_the_shop_can_expire_an_open_session(twin: RunningTwin) -> None:
    twin.listen()
    session = open_session(twin)
    assert twin.stripe.v1.checkout.sessions.expire(session.id).status == "expired"
    twin.shop.wait_for("checkout.session.expired")
    with pytest.raises(stripe.InvalidRequestError, match="status of `expired`"):
        twin.stripe.v1.checkout.sessions.expire(session.id)


def test_expiry_cancels_an_intent_that_was_declined(twin: RunningTwin) -> None:
    twin.listen("payment_intent.canceled")
    session = open_session(twin)
    twin.pay(session, card="4000000000000002")
    twin.stripe.v1.checkout.sessions.expire(session.id)
    twin.shop.wait_for("payment_intent.canceled")
    assert intent_of(twin, session).status == "canceled"


def test_a_challenge_answered_after_expiry_takes_no_money(twin: RunningTwin) -> None:
    session = open_session(twin)
    outcome = twin.pay(session, card="4000002760003184")
    twin.stripe.v1.checkout.sessions.expire(session.id)
    reply = twin.request("POST", outcome["url"], form={"answer": "complete"})
    assert reply.status == 404
    assert intent_of(twin, session).status == "canceled"


def test_an_expired_session_cannot_be_paid(twin: RunningTwin) -> None:
    session = open_session(twin)
    twin.stripe.v1.checkout.sessions.expire(session.id)
    assert twin.pay(session)["outcome"] == "expired"
    assert twin.stripe.v1.payment_intents.list().data == []
