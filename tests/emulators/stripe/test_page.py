"""The hosted page as a browser without JavaScript sees it."""

from __future__ import annotations

import pytest
import stripe

from tests.emulators.stripe.orders import intent_of, line, open_session, paid_session
from tests.emulators.stripe.running import Reply, RunningTwin

CARD = {
    "method": "card",
    "email": "ada@example.com",
    "card_number": "4242 4242 4242 4242",
    "card_expiry": "12 / 34",
    "card_cvc": "123",
    "name": "Ada Lovelace",
    "country": "DE",
    "postal_code": "10115",
}


def page_of(session: stripe.checkout.Session) -> str:
    return f"/c/pay/{session.id}"


def send(twin: RunningTwin, session: stripe.checkout.Session, **changes: str) -> Reply:
    return twin.request("POST", page_of(session), form={**CARD, **changes})


def test_the_page_shows_the_order_and_the_form(twin: RunningTwin) -> None:
    session = open_session(twin, line_items=[line(), line(2450, quantity=2)])
    reply = twin.request("GET", page_of(session))
    assert reply.status == 200
    for text in ("€138.00", "Aurora lamp", "€24.50 each", 'name="card_number"', "Test mode"):
        assert text in reply.text
    assert 'href="https://shop.example/cart"' in reply.text
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


def test_the_page_brings_its_own_style_and_script(twin: RunningTwin) -> None:
    assert "text/css" in twin.request("GET", "/c/assets/checkout.css").headers["Content-Type"]
    assert twin.request("GET", "/c/assets/checkout.js").status == 200


def test_what_the_shop_calls_its_goods_is_never_markup(twin: RunningTwin) -> None:
    data = {"currency": "eur", "unit_amount": 900, "product_data": {"name": "<script>boo()"}}
    session = open_session(twin, line_items=[{"price_data": data, "quantity": 1}])
    text = twin.request("GET", page_of(session)).text
    assert "<script>boo()" not in text
    assert "&lt;script&gt;boo()" in text


def test_paying_leads_on_to_the_success_url(twin: RunningTwin) -> None:
    session = open_session(twin)
    reply = send(twin, session)
    assert reply.status == 303
    assert reply.headers["Location"] == f"https://shop.example/thanks?session={session.id}"
    assert intent_of(twin, session).status == "succeeded"


def test_the_success_url_is_one_that_this_machine_reaches() -> None:
    twin = RunningTwin(local_ports={"shop.example": 5173})
    try:
        session = open_session(twin)
        location = send(twin, session).headers["Location"]
        assert location == f"http://127.0.0.1:5173/thanks?session={session.id}"
    finally:
        twin.stop()


def test_sending_the_form_twice_pays_once(twin: RunningTwin) -> None:
    session = open_session(twin)
    first, second = send(twin, session), send(twin, session)
    assert (first.status, second.status) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(twin.stripe.v1.charges.list().data) == 1


def test_two_clicks_at_the_same_time_pay_once(twin: RunningTwin) -> None:
    page = page_of(open_session(twin))
    clicks = [twin.begin("POST", page, form=CARD) for _ in range(5)]
    assert {click.result(10).status for click in clicks} == {303}
    assert len(twin.stripe.v1.charges.list().data) == 1


def test_the_buyer_returns_only_once_the_shop_has_heard(twin: RunningTwin) -> None:
    twin.listen("checkout.session.completed")
    send(twin, open_session(twin))
    assert twin.shop.types() == ["checkout.session.completed"]


def test_a_silent_shop_holds_its_buyer_up_for_ten_seconds_at_most(twin: RunningTwin) -> None:
    twin.shop.answers = [0]
    twin.listen("checkout.session.completed")
    click = twin.begin("POST", page_of(open_session(twin)), form=CARD)
    twin.shop.wait_for_count(1)
    twin.advance(seconds=9)
    assert not click.done()
    twin.advance(seconds=1)
    assert click.result(10).status == 303


def test_a_decline_is_explained_and_the_form_keeps_what_was_typed(twin: RunningTwin) -> None:
    session = open_session(twin)
    reply = send(twin, session, card_number="4000000000009995")
    assert reply.status == 402
    assert 'role="alert"' in reply.text
    assert "insufficient funds" in reply.text
    assert 'value="ada@example.com"' in reply.text
    assert send(twin, session).status == 303


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("card_number", "4242424242424241", "Your card number is invalid."),
        ("card_number", "4242 4242", "Your card number is incomplete."),
        ("card_expiry", "01 / 20", "Your card&#39;s expiration date is in the past."),
        ("card_expiry", "13 / 34", "Your card&#39;s expiration date is invalid."),
        ("card_expiry", "1", "Your card&#39;s expiration date is incomplete."),
        ("card_cvc", "12", "Your card&#39;s security code is incomplete."),
        ("email", "ada", "Your email is incomplete."),
        ("name", "", "Required"),
        ("country", "ZZ", "Choose your country or region."),
    ],
)
def test_a_field_that_cannot_be_right_is_pointed_out(
    twin: RunningTwin, field: str, value: str, complaint: str
) -> None:
    session = open_session(twin)
    reply = send(twin, session, **{field: value})
    assert reply.status == 400
    assert f'id="{field}-complaint">{complaint}' in reply.text
    assert f'aria-describedby="{field}-complaint"' in reply.text
    assert twin.stripe.v1.payment_intents.list().data == []


def test_a_card_is_good_to_the_end_of_its_month(twin: RunningTwin) -> None:
    this_month = twin.clock.now().strftime("%m / %y")
    assert send(twin, open_session(twin), card_expiry=this_month).status == 303


def test_american_express_has_four_digits_on_the_front(twin: RunningTwin) -> None:
    session = open_session(twin)
    number = "3782 822463 10005"
    assert send(twin, session, card_number=number).status == 400
    assert send(twin, session, card_number=number, card_cvc="1234").status == 303


def test_a_postal_code_is_needed_where_cards_are_checked_by_it(twin: RunningTwin) -> None:
    session = open_session(twin)
    assert send(twin, session, country="US", postal_code="").status == 400
    assert send(twin, session, country="SE", postal_code="").status == 303


def test_the_street_is_asked_for_when_the_shop_wants_it(twin: RunningTwin) -> None:
    session = open_session(twin, billing_address_collection="required")
    assert 'name="line1"' in twin.request("GET", page_of(session)).text
    assert send(twin, session).status == 400
    assert send(twin, session, line1="1 Test Street", city="Berlin").status == 303


def test_the_email_that_the_shop_knows_is_not_asked_for(twin: RunningTwin) -> None:
    session = open_session(twin, customer_email="bo@example.com")
    assert 'name="email"' not in twin.request("GET", page_of(session)).text
    send(twin, session)
    details = twin.stripe.v1.checkout.sessions.retrieve(session.id).customer_details
    assert details is not None
    assert details.email == "bo@example.com"


def test_3d_secure_is_a_page_of_its_own(twin: RunningTwin) -> None:
    session = open_session(twin)
    challenge = send(twin, session, card_number="4000002500003155")
    bank = twin.request("GET", challenge.headers["Location"])
    done = twin.request("POST", challenge.headers["Location"], form={"answer": "complete"})
    assert challenge.status == 303
    assert "Confirm your payment" in bank.text
    assert "€89.00" in bank.text
    assert done.headers["Location"] == f"https://shop.example/thanks?session={session.id}"


def test_a_failed_challenge_leads_back_to_the_form_with_a_reason(twin: RunningTwin) -> None:
    session = open_session(twin)
    challenge = send(twin, session, card_number="4000002500003155")
    back = twin.request("POST", challenge.headers["Location"], form={"answer": "fail"})
    page = twin.request("GET", back.headers["Location"])
    assert back.status == 303
    assert "unable to authenticate" in page.text
    assert send(twin, session).status == 303


def test_a_challenge_can_be_answered_once(twin: RunningTwin) -> None:
    challenge = send(twin, open_session(twin), card_number="4000002500003155")
    url = challenge.headers["Location"]
    assert twin.request("POST", url, form={"answer": "complete"}).status == 303
    assert twin.request("POST", url, form={"answer": "complete"}).status == 404
    assert len(twin.stripe.v1.charges.list().data) == 1


def test_a_debit_from_a_bank_account_is_a_second_tab(twin: RunningTwin) -> None:
    session = open_session(twin)
    reply = send(twin, session, method="sepa_debit", iban="DE89370400440532013000")
    assert reply.status == 303
    assert "on its way" in twin.request("GET", page_of(session)).text


def test_a_paid_session_says_so(twin: RunningTwin) -> None:
    session = paid_session(twin)
    text = twin.request("GET", page_of(session)).text
    assert "You have already paid" in text
    assert f"https://shop.example/thanks?session={session.id}" in text
    assert "card_number" not in text


def test_an_expired_session_says_so_whoever_asks(twin: RunningTwin) -> None:
    session = open_session(twin)
    twin.stripe.v1.checkout.sessions.expire(session.id)
    assert "This checkout has expired" in twin.request("GET", page_of(session)).text
    assert send(twin, session).status == 410


def test_a_session_that_costs_nothing_asks_for_no_card(twin: RunningTwin) -> None:
    session = open_session(twin, line_items=[line(0)])
    text = twin.request("GET", page_of(session)).text
    assert "Complete order" in text
    assert "card_number" not in text
    assert send(twin, session).status == 303


def test_an_unknown_session_is_not_found(twin: RunningTwin) -> None:
    assert twin.request("GET", "/c/pay/cs_test_nothing").status == 404
    assert twin.request("POST", "/c/pay/cs_test_nothing", form=CARD).status == 404
