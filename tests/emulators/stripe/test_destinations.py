"""Secrets that are rolled, endpoints that die, schedules, and what an update tells."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest
import stripe
from stripe.events import _event_classes
from stripe.params._webhook_endpoint_create_params import WebhookEndpointCreateParams

from emulators.stripe.delivery import event_types
from emulators.stripe.delivery.changes import previous
from emulators.stripe.delivery.schedule import LIVE, SANDBOX
from tests.emulators.stripe.running import RunningTwin, eventually


def endpoint(twin: RunningTwin, *enabled_events: Any) -> stripe.WebhookEndpoint:
    params: Any = {"url": twin.shop.url, "enabled_events": enabled_events or ["*"]}
    return twin.stripe.v1.webhook_endpoints.create(params=params)


def verifies(twin: RunningTwin, place: int, secret: str | None) -> bool:
    delivery = twin.shop.wait_for_count(place + 1)[place]
    try:
        stripe.Webhook.construct_event(delivery.body, delivery.signature, secret)
    except stripe.SignatureVerificationError:
        return False
    return True


def test_while_a_secret_is_rolled_both_sign(twin: RunningTwin) -> None:
    made = endpoint(twin)
    path = f"/_twin/webhook-endpoints/{made.id}/roll-secret"
    fresh = twin.post_json(path, {"overlap_seconds": 3600})["secret"]
    twin.stripe.v1.products.create(params={"name": "during"})
    assert verifies(twin, 0, made.secret)
    assert verifies(twin, 0, fresh)
    assert twin.shop.deliveries[0].signature.count("v1=") == 2
    twin.advance(hours=1)
    twin.stripe.v1.products.create(params={"name": "after"})
    assert verifies(twin, 1, fresh)
    assert not verifies(twin, 1, made.secret)


def test_a_secret_rolled_without_overlap_signs_alone_at_once(twin: RunningTwin) -> None:
    made = endpoint(twin)
    fresh = twin.post_json(f"/_twin/webhook-endpoints/{made.id}/roll-secret", {})["secret"]
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    assert verifies(twin, 0, fresh)
    assert not verifies(twin, 0, made.secret)
    unknown = twin.request_json("/_twin/webhook-endpoints/we_x/roll-secret", {})
    assert unknown.status == 404


def test_an_endpoint_that_never_answers_for_a_week_is_turned_off(twin: RunningTwin) -> None:
    made = endpoint(twin)
    twin.shop.answers = [500, 500]
    twin.stripe.v1.products.create(params={"name": "first"})
    twin.shop.wait_for_count(1)
    eventually(lambda: pending(twin) == 1)
    twin.advance(days=7)
    twin.shop.wait_for_count(2)
    retrieve = twin.stripe.v1.webhook_endpoints.retrieve
    eventually(lambda: retrieve(made.id).status == "disabled")
    twin.stripe.v1.products.create(params={"name": "unheard"})
    assert len(twin.shop.deliveries) == 2


def pending(twin: RunningTwin) -> int:
    events = twin.stripe.v1.events.list(params={"delivery_success": False}).data
    return sum(event.pending_webhooks for event in events)


def test_an_answer_in_between_keeps_an_endpoint_on(twin: RunningTwin) -> None:
    made = endpoint(twin)
    twin.shop.answers = [500, 200, 500]
    for place, name in enumerate(("fails", "succeeds", "fails again")):
        twin.stripe.v1.products.create(params={"name": name})
        twin.shop.wait_for_count(place + 1)
    eventually(lambda: twin.state()["deliveries"]["succeeded"] == 1)
    assert twin.stripe.v1.webhook_endpoints.retrieve(made.id).status == "enabled"


def test_a_sandbox_retries_three_times_within_hours_and_live_mode_for_three_days() -> None:
    assert len(SANDBOX.pauses) == 3
    assert timedelta(hours=2) < sum(SANDBOX.pauses, timedelta()) < timedelta(hours=6)
    assert list(LIVE.pauses) == sorted(LIVE.pauses)
    assert timedelta(days=2) < sum(LIVE.pauses, timedelta()) <= timedelta(days=3)


def test_the_schedule_can_be_that_of_a_sandbox(twin: RunningTwin) -> None:
    twin.post_json("/_twin/delivery", {"schedule": "sandbox"})
    assert twin.request_json("/_twin/delivery", {"schedule": "eager"}).status == 400
    twin.shop.answers = [500] * 9
    endpoint(twin)
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    for attempt, pause in enumerate(SANDBOX.pauses, start=1):
        twin.shop.wait_for_count(attempt)
        eventually(lambda: "agenda" in twin.state()["objects"])
        twin.advance(seconds=pause.total_seconds())
    twin.shop.wait_for_count(4)
    eventually(lambda: twin.state()["deliveries"]["failed"] == 1)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"name": "a", "x": 1}, {"name": "b", "x": 1}, {"name": "a"}),
        (
            {"metadata": {"a": "1", "b": "2"}},
            {"metadata": {"a": "1", "c": "3"}},
            {"metadata": {"b": "2", "c": None}},
        ),
        ({"tags": ["a", "b"]}, {"tags": ["a"]}, {"tags": ["a", "b"]}),
        ({"shipping": None}, {"shipping": {"name": "Ada"}}, {"shipping": None}),
        ({"charge": {"id": "a", "n": 1}}, {"charge": {"id": "b"}}, {"charge": {"id": "a", "n": 1}}),
        ({"paid": False}, {"paid": 0}, {"paid": False}),
        ({}, {"secret": 1}, {"secret": None}),
    ],
)
def test_previous_attributes_are_what_the_changed_fields_were(
    before: dict[str, Any], after: dict[str, Any], told: dict[str, Any]
) -> None:
    assert previous(before, after) == told


def test_an_update_of_metadata_tells_its_changed_keys(twin: RunningTwin) -> None:
    product = twin.stripe.v1.products.create(
        params={"name": "Lamp", "metadata": {"colour": "red", "size": "s"}}
    )
    twin.stripe.v1.products.update(product.id, params={"metadata": {"colour": "blue"}})
    [event] = twin.stripe.v1.events.list(params={"type": "product.updated"}).data
    assert event.data.to_dict()["previous_attributes"]["metadata"] == {"colour": "red"}


def test_the_names_of_events_are_those_of_the_sdk() -> None:
    [listed] = get_args(WebhookEndpointCreateParams.__annotations__["enabled_events"])
    assert set(get_args(listed)) - {"*"} == event_types.SNAPSHOT
    thin = vars(_event_classes)["_V2_EVENT_NOTIFICATION_CLASS_LOOKUP"]
    assert set(thin) == event_types.THIN


def test_the_page_shows_how_an_event_was_taken_and_sends_it_again(twin: RunningTwin) -> None:
    made = endpoint(twin)
    twin.shop.answers = [500]
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    twin.shop.wait_for_count(1)
    eventually(lambda: "1 failed" in twin.request("GET", "/_twin/deliveries").text)
    page = twin.request("GET", "/_twin/deliveries").text
    [event] = twin.stripe.v1.events.list().data
    resend = f"/_twin/deliveries/{event.id}/{made.id}"
    assert f'action="{resend}"' in page
    assert "500 Internal Server Error" in page
    assert twin.request("POST", resend).status == 303
    twin.shop.wait_for_count(2)
    eventually(lambda: "succeeded" in twin.request("GET", "/_twin/deliveries").text)
    assert twin.request("POST", f"/_twin/deliveries/evt_x/{made.id}").status == 404
    assert twin.request("GET", "/c/assets/sheet.css").status == 200
