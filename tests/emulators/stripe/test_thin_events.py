"""API v2: event destinations and thin events."""

from __future__ import annotations

import json
from typing import Any

import pytest
import stripe
from stripe.events import (
    V1ProductCreatedEventNotification,
    V2CoreEventDestinationPingEventNotification,
)

from tests.emulators.stripe.annotations import misfits
from tests.emulators.stripe.running import KEY, RunningTwin
from tests.emulators.stripe.shop import Delivery


def destination(twin: RunningTwin, **changes: Any) -> stripe.v2.core.EventDestination:
    usual: dict[str, Any] = {
        "name": "Shop",
        "type": "webhook_endpoint",
        "event_payload": "thin",
        "enabled_events": ["v1.product.created"],
        "webhook_endpoint": {"url": twin.shop.url},
        "include": ["webhook_endpoint.signing_secret", "webhook_endpoint.url"],
    }
    params: Any = {**usual, **changes}
    return twin.stripe.v2.core.event_destinations.create(params=params)


def secret_of(made: stripe.v2.core.EventDestination) -> str:
    assert made.webhook_endpoint is not None
    assert made.webhook_endpoint.signing_secret is not None
    return made.webhook_endpoint.signing_secret


def notified(twin: RunningTwin, delivery: Delivery, secret: str) -> Any:
    return twin.stripe.parse_event_notification(delivery.body, delivery.signature, secret)


def test_a_thin_notification_leads_to_the_event_and_to_its_object(twin: RunningTwin) -> None:
    secret = secret_of(destination(twin))
    product = twin.stripe.v1.products.create(params={"name": "Lamp"})
    [delivery] = twin.shop.wait_for_count(1)
    notification = notified(twin, delivery, secret)
    assert isinstance(notification, V1ProductCreatedEventNotification)
    assert notification.fetch_related_object().id == product.id
    event = notification.fetch_event()
    assert (event.id, event.type) == (notification.id, "v1.product.created")
    assert event.snapshot_event == twin.stripe.v1.events.list().data[0].id
    assert event.reason is not None
    assert notification.reason is not None
    assert "Lamp" not in delivery.body.decode()


def test_what_changed_is_there_when_the_event_is_fetched(twin: RunningTwin) -> None:
    product = twin.stripe.v1.products.create(params={"name": "Lamp"})
    twin.stripe.v1.products.update(product.id, params={"name": "Lantern"})
    params: Any = {"types": ["v1.product.updated"]}
    [event] = twin.stripe.v2.core.events.list(params=params).data
    changes = event.to_dict()["changes"]
    assert (changes["before"]["name"], changes["after"]["name"]) == ("Lamp", "Lantern")


def test_a_ping_reaches_a_destination_that_listens_for_something_else(twin: RunningTwin) -> None:
    made = destination(twin)
    event = twin.stripe.v2.core.event_destinations.ping(made.id)
    [delivery] = twin.shop.wait_for_count(1)
    notification = notified(twin, delivery, secret_of(made))
    assert isinstance(notification, V2CoreEventDestinationPingEventNotification)
    assert notification.id == event.id
    assert notification.fetch_related_object().id == made.id


def test_a_destination_can_ask_for_snapshots(twin: RunningTwin) -> None:
    made = destination(twin, event_payload="snapshot", enabled_events=["product.created"])
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    [delivery] = twin.shop.wait_for_count(1)
    event = stripe.Webhook.construct_event(delivery.body, delivery.signature, secret_of(made))
    assert made.snapshot_api_version == stripe.api_version
    assert event.data.object["name"] == "Lamp"


def test_a_destination_hides_its_address_and_never_shows_its_secret_again(
    twin: RunningTwin,
) -> None:
    made = destination(twin)
    retrieve = twin.stripe.v2.core.event_destinations.retrieve
    bare = retrieve(made.id)
    whole = retrieve(made.id, params={"include": ["webhook_endpoint.url"]})
    assert bare.webhook_endpoint is not None
    assert whole.webhook_endpoint is not None
    assert bare.webhook_endpoint.url is None
    assert whole.webhook_endpoint.url == twin.shop.url
    assert whole.webhook_endpoint.signing_secret is None
    assert list(misfits(made.to_dict(), stripe.v2.core.EventDestination)) == []


def test_a_destination_is_changed_turned_off_and_on_and_deleted(twin: RunningTwin) -> None:
    service = twin.stripe.v2.core.event_destinations
    made = destination(twin, metadata={"team": "a", "old": "x"})
    params: Any = {"name": "Renamed", "metadata": {"team": "b", "old": None}}
    changed = service.update(made.id, params=params)
    assert (changed.name, changed.to_dict()["metadata"]) == ("Renamed", {"team": "b"})
    off = service.disable(made.id)
    assert off.status_details is not None
    assert off.status_details.disabled is not None
    assert (off.status, off.status_details.disabled.reason) == ("disabled", "user")
    twin.stripe.v1.products.create(params={"name": "unheard"})
    assert service.enable(made.id).status == "enabled"
    twin.stripe.v1.products.create(params={"name": "heard"})
    assert len(twin.shop.wait_for_count(1)) == 1
    assert service.delete(made.id).id == made.id
    assert service.list().data == []


def test_pages_of_v2_are_walked_by_their_addresses(twin: RunningTwin) -> None:
    for n in range(5):
        twin.stripe.v1.products.create(params={"name": f"Lamp {n}"})
    twin.stripe.v1.customers.create()
    params: Any = {"limit": 2, "types": ["v1.product.created"]}
    page = twin.stripe.v2.core.events.list(params=params)
    assert page.next_page_url is not None
    events = list(page.auto_paging_iter())
    assert len({event.id for event in events}) == 5
    assert {event.type for event in events} == {"v1.product.created"}


def test_thin_events_can_be_filtered_by_object_and_time_and_last_thirty_days(
    twin: RunningTwin,
) -> None:
    product = twin.stripe.v1.products.create(params={"name": "Lamp"})
    listed = twin.stripe.v2.core.events.list
    [event] = listed(params={"object_id": product.id}).data
    assert listed(params={"object_id": "prod_other"}).data == []
    assert listed(params={"created": {"gt": event.created}}).data == []
    assert len(listed(params={"created": {"gte": event.created}}).data) == 1
    twin.advance(days=31)
    assert listed().data == []
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v2.core.events.retrieve(event.id)
    assert (caught.value.http_status, caught.value.code) == (404, "not_found")


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"enabled_events": ["product.created"]}, "enabled_events[0]"),
        ({"enabled_events": []}, "enabled_events"),
        ({"event_payload": "snapshot"}, "enabled_events[0]"),
        ({"snapshot_api_version": stripe.api_version}, "snapshot_api_version"),
        ({"webhook_endpoint": {"url": "nowhere"}}, "webhook_endpoint[url]"),
        ({"type": "amazon_eventbridge"}, "type"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_destination_that_makes_no_sense_is_refused(
    twin: RunningTwin, changes: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        destination(twin, **changes)
    assert json.loads(str(caught.value.http_body))["error"]["param"] == param


def test_a_body_that_is_no_json_is_refused(twin: RunningTwin) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    reply = twin.request("POST", "/v2/core/event_destinations", form={"name": "x"}, headers=headers)
    assert (reply.status, json.loads(reply.text)["error"]["code"]) == (400, "invalid_json")


def test_the_same_key_makes_one_destination_and_deletes_it_once(twin: RunningTwin) -> None:
    service = twin.stripe.v2.core.event_destinations
    first, second = destination_under(twin, "k1"), destination_under(twin, "k1")
    assert first.id == second.id
    for _ in range(2):
        assert service.delete(first.id, options={"idempotency_key": "k2"}).id == first.id


def test_a_v2_call_that_failed_may_be_tried_again_under_its_key(twin: RunningTwin) -> None:
    service = twin.stripe.v2.core.event_destinations
    made = destination(twin)
    options: Any = {"idempotency_key": "k1"}
    name: Any = {"name": "Renamed"}
    twin.post_json("/_twin/faults", {"path": "/v2/*", "status": 500})
    with pytest.raises(stripe.APIError):
        service.update(made.id, params=name, options=options)
    assert service.update(made.id, params=name, options=options).name == "Renamed"


def test_a_key_of_v2_is_remembered_for_thirty_days(twin: RunningTwin) -> None:
    first = destination_under(twin, "k1")
    twin.advance(days=29)
    assert destination_under(twin, "k1").id == first.id
    twin.advance(days=1)
    assert destination_under(twin, "k1").id != first.id


def destination_under(twin: RunningTwin, key: str) -> stripe.v2.core.EventDestination:
    params: Any = {
        "name": "Shop",
        "type": "webhook_endpoint",
        "event_payload": "thin",
        "enabled_events": ["*"],
        "webhook_endpoint": {"url": twin.shop.url},
    }
    create = twin.stripe.v2.core.event_destinations.create
    return create(params=params, options={"idempotency_key": key})
