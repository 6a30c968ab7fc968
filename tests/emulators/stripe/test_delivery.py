"""Webhooks: signed, tried again, doubled and shuffled."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial

import pytest
import stripe

from emulators.stripe.delivery.schedule import RetrySchedule
from tests.emulators.stripe.orders import paid_session
from tests.emulators.stripe.running import RunningTwin, eventually
from tests.emulators.stripe.shop import Shop

SCHEDULE = RetrySchedule()


def make_product(twin: RunningTwin, name: str = "Lamp") -> str:
    return twin.stripe.v1.products.create(params={"name": name}).id


def delivered(twin: RunningTwin, *, success: bool) -> list[str]:
    events = twin.stripe.v1.events.list(params={"delivery_success": success})
    return [event.type for event in events.data]


def test_the_signature_covers_the_raw_body(twin: RunningTwin) -> None:
    twin.listen()
    make_product(twin)
    [delivery] = twin.shop.wait_for_count(1)
    verify = stripe.WebhookSignature.verify_header
    assert verify(delivery.body.decode(), delivery.signature, Shop.secret, tolerance=300)
    with pytest.raises(stripe.SignatureVerificationError):
        verify(delivery.body.decode() + " ", delivery.signature, Shop.secret)
    with pytest.raises(stripe.SignatureVerificationError):
        verify(delivery.body.decode(), delivery.signature, "whsec_other")


def test_the_envelope_is_stripes(twin: RunningTwin) -> None:
    twin.listen()
    make_product(twin, "Lampe à pétrole")
    [delivery] = twin.shop.wait_for_count(1)
    event = json.loads(delivery.body)
    assert delivery.body.startswith(b'{\n  "id": "evt_')
    assert "Lampe à pétrole".encode() in delivery.body
    assert delivery.headers["Content-Type"] == "application/json; charset=utf-8"
    assert delivery.headers["User-Agent"].startswith("Stripe/1.0")
    assert (event["object"], event["type"]) == ("event", "product.created")
    assert (event["api_version"], event["livemode"]) == ("2026-10-28.endive", False)
    assert event["pending_webhooks"] == 1
    assert event["request"]["id"].startswith("req_")


def test_an_endpoint_gets_only_what_it_asked_for(twin: RunningTwin) -> None:
    twin.listen("price.created")
    make_product(twin)
    twin.stripe.v1.prices.create(
        params={"currency": "eur", "unit_amount": 1, "product_data": {"name": "Card"}}
    )
    twin.shop.wait_for("price.created")
    assert twin.shop.types() == ["price.created"]


@pytest.mark.parametrize("status", [301, 400, 404, 500])
def test_anything_but_2xx_is_tried_again(twin: RunningTwin, status: int) -> None:
    twin.shop.answers = [status]
    twin.listen()
    make_product(twin)
    twin.shop.wait_for_count(1)
    assert delivered(twin, success=False) == ["product.created"]
    twin.advance(seconds=5)
    twin.shop.wait_for_count(2)
    eventually(lambda: delivered(twin, success=True) == ["product.created"])
    first, second = twin.shop.deliveries
    assert first.event.id == second.event.id


def test_the_pauses_grow_until_three_days_have_passed(twin: RunningTwin) -> None:
    assert list(SCHEDULE.pauses) == sorted(SCHEDULE.pauses)
    assert SCHEDULE.pauses[0] == timedelta(seconds=5)
    total = sum(SCHEDULE.pauses, timedelta())
    assert timedelta(days=2) < total <= timedelta(days=3)
    twin.shop.answers = [500] * 100
    twin.listen()
    make_product(twin)
    for attempt, pause in enumerate(SCHEDULE.pauses, start=1):
        twin.shop.wait_for_count(attempt)
        eventually(partial(has_failed, twin, attempt))
        twin.advance(seconds=pause.total_seconds())
    twin.shop.wait_for_count(len(SCHEDULE.pauses) + 1)
    eventually(lambda: state(twin)["deliveries"]["failed"] == 1)
    twin.advance(days=1)
    assert len(twin.shop.deliveries) == len(SCHEDULE.pauses) + 1


def state(twin: RunningTwin) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = json.loads(twin.request("GET", "/_twin/state").text)
    return counted


def has_failed(twin: RunningTwin, attempts: int) -> bool:
    """Whether so many attempts have failed: the next one is on the agenda then."""
    counted = state(twin)
    return counted["deliveries"]["attempts"] == attempts and "agenda" in counted["objects"]


def test_an_endpoint_that_nobody_serves_is_a_failure_like_any_other(twin: RunningTwin) -> None:
    twin.stripe.v1.webhook_endpoints.create(
        params={"url": "http://127.0.0.1:9/hook", "enabled_events": ["*"]}
    )
    make_product(twin)
    eventually(lambda: state(twin)["deliveries"]["attempts"] == 1)
    assert delivered(twin, success=False) == ["product.created"]


def test_a_settled_schedule_can_be_given() -> None:
    twin = RunningTwin(retry_schedule=RetrySchedule(pauses=(timedelta(hours=1),)))
    try:
        twin.shop.answers = [500, 500]
        twin.listen()
        make_product(twin)
        twin.shop.wait_for_count(1)
        eventually(lambda: has_failed(twin, 1))
        twin.advance(hours=1)
        twin.shop.wait_for_count(2)
        eventually(lambda: state(twin)["deliveries"]["failed"] == 1)
        assert twin.shop.answers == []
    finally:
        twin.stop()


def test_every_event_can_be_delivered_more_than_once(twin: RunningTwin) -> None:
    twin.post_json("/_twin/delivery", {"duplicates": 2})
    twin.listen("checkout.session.completed")
    paid_session(twin)
    deliveries = twin.shop.wait_for_count(3)
    assert len({delivery.event.id for delivery in deliveries}) == 1


def test_events_can_arrive_in_any_order(twin: RunningTwin) -> None:
    twin.post_json("/_twin/delivery", {"shuffle_ms": 60_000})
    twin.listen("product.created")
    made = [make_product(twin, f"Product {n}") for n in range(8)]
    for _ in range(60):
        twin.advance(seconds=1)
    came = [delivery.event.data.object["id"] for delivery in twin.shop.wait_for_count(8)]
    assert sorted(came) == sorted(made)
    assert came != made


def test_deliveries_do_not_wait_for_each_other(twin: RunningTwin) -> None:
    twin.shop.answers = [0]
    twin.listen()
    make_product(twin, "unanswered")
    make_product(twin, "answered")
    twin.shop.wait_for_count(2)
    eventually(lambda: delivered(twin, success=True) == ["product.created"])
    assert delivered(twin, success=False) == ["product.created"]


def test_a_deployed_address_is_dialled_where_it_is_served() -> None:
    ports: dict[str, int] = {}
    twin = RunningTwin(local_ports=ports)
    try:
        ports["intake-1.europe-north1.run.app"] = twin.shop.port
        twin.stripe.v1.webhook_endpoints.create(
            params={
                "url": "https://intake-1.europe-north1.run.app/webhooks/stripe",
                "enabled_events": ["*"],
            }
        )
        make_product(twin)
        [delivery] = twin.shop.wait_for_count(1)
        assert delivery.path == "/webhooks/stripe"
    finally:
        twin.stop()


def test_saying_an_endpoint_twice_changes_it_instead_of_adding_one(twin: RunningTwin) -> None:
    twin.listen("price.created")
    twin.listen("product.created")
    make_product(twin)
    twin.shop.wait_for("product.created")
    [endpoint] = twin.stripe.v1.webhook_endpoints.list().data
    assert endpoint.enabled_events == ["product.created"]
    assert len(twin.shop.deliveries) == 1
