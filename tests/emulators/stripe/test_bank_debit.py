"""A debit from a bank account: the session completes now, the money comes later or never."""

from __future__ import annotations

import stripe

from tests.emulators.stripe.orders import charge_of, intent_of, open_session
from tests.emulators.stripe.running import RunningTwin

SETTLES = "DE89 3704 0044 0532 0130 00"
FAILS = "DE62370400440532013001"
LACKS_FUNDS = "DE65370400440002222227"


def debited(twin: RunningTwin, iban: str) -> stripe.checkout.Session:
    session = open_session(twin)
    assert twin.pay(session, iban=iban)["outcome"] == "complete"
    return twin.stripe.v1.checkout.sessions.retrieve(session.id)


def test_the_session_completes_unpaid_while_the_debit_is_under_way(twin: RunningTwin) -> None:
    session = debited(twin, SETTLES)
    intent = intent_of(twin, session)
    charge = charge_of(intent)
    assert (session.status, session.payment_status) == ("complete", "unpaid")
    assert (intent.status, charge.status, charge.paid) == ("processing", "pending", False)
    assert charge.id.startswith("py_")


def test_a_debit_settles_after_two_days(twin: RunningTwin) -> None:
    twin.listen()
    session = debited(twin, SETTLES)
    twin.advance(days=1, hours=23)
    assert intent_of(twin, session).status == "processing"
    twin.advance(hours=1)
    [event] = twin.shop.wait_for("checkout.session.async_payment_succeeded")
    twin.shop.wait_for("payment_intent.succeeded", "charge.succeeded")
    assert event.data.object["payment_status"] == "paid"
    assert charge_of(intent_of(twin, session)).paid


def test_a_debit_that_fails_leaves_the_session_unpaid(twin: RunningTwin) -> None:
    twin.listen()
    session = debited(twin, FAILS)
    twin.advance(days=2)
    [event] = twin.shop.wait_for("checkout.session.async_payment_failed")
    twin.shop.wait_for("payment_intent.payment_failed", "charge.failed")
    intent = intent_of(twin, session)
    assert (event.data.object["status"], event.data.object["payment_status"]) == (
        "complete",
        "unpaid",
    )
    assert intent.status == "requires_payment_method"
    assert charge_of(intent).status == "failed"


def test_an_account_without_funds_says_so(twin: RunningTwin) -> None:
    session = debited(twin, LACKS_FUNDS)
    twin.advance(days=2)
    assert charge_of(intent_of(twin, session)).failure_code == "insufficient_funds"


def test_a_debit_is_offered_in_euro_only(twin: RunningTwin) -> None:
    item = {
        "price_data": {"currency": "sek", "unit_amount": 9900, "product_data": {"name": "Kort"}},
        "quantity": 1,
    }
    session = open_session(twin, line_items=[item])
    outcome = twin.pay(session, iban=SETTLES)
    assert session.payment_method_types == ["card"]
    assert outcome["outcome"] == "complete"
    assert charge_of(intent_of(twin, session)).id.startswith("ch_")


def test_an_iban_with_a_wrong_check_digit_is_handed_back(twin: RunningTwin) -> None:
    session = open_session(twin)
    answer = twin.pay(session, iban="DE88370400440532013000")
    assert answer == {"fields": {"iban": "The IBAN you entered is invalid."}}
    assert twin.stripe.v1.checkout.sessions.retrieve(session.id).status == "open"
