"""`/_twin/`, and the way the Stripe CLI pays."""

from __future__ import annotations

import json
from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import open_session, paid_session
from tests.emulators.stripe.running import RunningTwin, eventually


def state(twin: RunningTwin) -> dict[str, Any]:
    counted: dict[str, Any] = json.loads(twin.request("GET", "/_twin/state").text)
    return counted


def test_the_state_counts_objects_and_deliveries(twin: RunningTwin) -> None:
    twin.listen("checkout.session.completed")
    paid_session(twin)
    open_session(twin)
    twin.shop.wait_for_count(1)
    eventually(lambda: state(twin)["deliveries"]["succeeded"] == 1)
    counted = state(twin)
    assert counted["objects"]["checkout.session"] == 2
    assert counted["objects"]["charge"] == 1
    assert counted["deliveries"] == {"pending": 0, "succeeded": 1, "failed": 0, "attempts": 1}
    assert counted["switches"] == {"duplicates": 0, "shuffle_ms": 0}


@pytest.mark.parametrize("body", [{"duplicates": -1}, {"duplicates": "x"}, {"other": 1}, [1]])
def test_switches_take_whole_numbers(twin: RunningTwin, body: object) -> None:
    reply = twin.request_json("/_twin/delivery", body)
    assert reply.status == 400
    assert state(twin)["switches"]["duplicates"] == 0


def test_paying_a_session_that_is_not_there_is_a_404(twin: RunningTwin) -> None:
    assert twin.request_json("/_twin/checkout/sessions/cs_x/pay", {}).status == 404


def test_the_pay_button_reads_fields_like_the_page(twin: RunningTwin) -> None:
    session = open_session(twin)
    reply = twin.request_json(f"/_twin/checkout/sessions/{session.id}/pay", {"card": "4242"})
    assert reply.status == 400
    assert json.loads(reply.text)["fields"] == {"card_number": "Your card number is incomplete."}


def test_the_pay_button_fills_in_what_is_not_said(twin: RunningTwin) -> None:
    session = open_session(twin, billing_address_collection="required")
    twin.pay(session, city="Kiruna")
    details = twin.stripe.v1.checkout.sessions.retrieve(session.id).customer_details
    assert details is not None
    assert details.address is not None
    assert (details.address.line1, details.address.city) == ("1 Test Street", "Kiruna")


def test_a_street_that_was_not_asked_for_is_not_kept(twin: RunningTwin) -> None:
    session = open_session(twin)
    twin.pay(session, line1="2 Other Street")
    details = twin.stripe.v1.checkout.sessions.retrieve(session.id).customer_details
    assert details is not None
    assert details.address is not None
    assert (details.address.line1, details.address.country) == (None, "SE")


def test_a_fault_strikes_as_often_as_it_was_told_to(twin: RunningTwin) -> None:
    fault = {"method": "GET", "path": "/v1/prod*", "status": 503, "times": 2}
    twin.post_json("/_twin/faults", fault)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as caught:
            twin.stripe.v1.products.list()
        assert caught.value.http_status == 503
    assert twin.stripe.v1.prices.list().data == []
    assert twin.stripe.v1.products.list().data == []
    assert twin.request_json("/_twin/faults", {"colour": "red"}).status == 400


def test_the_rate_limit_is_off_until_it_is_set(twin: RunningTwin) -> None:
    for _ in range(30):
        twin.stripe.v1.products.list()
    twin.post_json("/_twin/rate-limit", {"per_second": 1})
    twin.stripe.v1.products.list()
    with pytest.raises(stripe.RateLimitError):
        twin.stripe.v1.products.list()
    twin.advance(seconds=1)
    assert twin.stripe.v1.products.list().data == []
    twin.post_json("/_twin/rate-limit", {"per_second": 0})
    for _ in range(3):
        twin.stripe.v1.products.list()


def cli(twin: RunningTwin, method: str, path: str, **params: Any) -> dict[str, Any]:
    answer = twin.stripe.raw_request(method, path, **params)
    body: dict[str, Any] = json.loads(answer.body)
    return body


def test_the_cli_can_trigger_a_completed_session(twin: RunningTwin) -> None:
    """The calls of `stripe trigger checkout.session.completed`, one by one."""
    twin.listen("checkout.session.completed")
    product = cli(twin, "post", "/v1/products", name="myproduct", description="(by the CLI)")
    price = cli(
        twin, "post", "/v1/prices", product=product["id"], unit_amount="1500", currency="usd"
    )
    session = cli(
        twin,
        "post",
        "/v1/checkout/sessions",
        success_url="https://shop.example/post",
        cancel_url="https://shop.example/post",
        mode="payment",
        line_items=[{"price": price["id"], "quantity": 2}],
        payment_intent_data={
            "shipping": {"name": "Jenny Rosen", "address": {"line1": "510 Townsend St"}}
        },
    )
    page = cli(twin, "get", f"/v1/payment_pages/{session['id']}")
    method = cli(
        twin,
        "post",
        "/v1/payment_methods",
        type="card",
        card={"token": "tok_visa"},
        billing_details={"email": "stripe@example.com", "name": "Jenny Rosen"},
    )
    confirmed = cli(
        twin,
        "post",
        f"/v1/payment_pages/{page['id']}/confirm",
        payment_method=method["id"],
        expected_amount=page["total_summary"]["due"],
    )
    [event] = twin.shop.wait_for("checkout.session.completed")
    assert (confirmed["status"], confirmed["payment_status"]) == ("complete", "paid")
    assert event.data.object["customer_details"]["email"] == "stripe@example.com"


def test_the_cli_is_told_when_the_amount_or_the_card_is_wrong(twin: RunningTwin) -> None:
    session = open_session(twin)
    confirm = f"/v1/payment_pages/{session.id}/confirm"
    with pytest.raises(stripe.InvalidRequestError) as amount:
        cli(twin, "post", confirm, payment_method="pm_card_visa", expected_amount=1)
    with pytest.raises(stripe.CardError) as card:
        cli(twin, "post", confirm, payment_method="pm_card_visa_chargeDeclined")
    assert amount.value.code == "checkout_amount_mismatch"
    assert card.value.code == "card_declined"
