"""The list of events, and sending one again; webhook endpoints."""

from __future__ import annotations

import pytest
import stripe

from tests.emulators.stripe.orders import paid_session
from tests.emulators.stripe.running import RunningTwin, eventually


def types(twin: RunningTwin, **params: object) -> list[str]:
    return [event.type for event in twin.stripe.v1.events.list(params=params).data]  # type: ignore[arg-type]


def test_events_can_be_filtered_by_type(twin: RunningTwin) -> None:
    paid_session(twin)
    assert types(twin, type="charge.succeeded") == ["charge.succeeded"]
    assert types(twin, type="charge.*") == ["charge.succeeded"]
    both = types(twin, types=["charge.succeeded", "checkout.session.completed"])
    assert both == ["checkout.session.completed", "charge.succeeded"]
    with pytest.raises(stripe.InvalidRequestError):
        types(twin, type="a.b", types=["c.d"])


def test_events_can_be_filtered_by_time(twin: RunningTwin) -> None:
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    twin.advance(hours=1)
    since = int(twin.clock.now().timestamp())
    twin.stripe.v1.customers.create()
    assert types(twin, created={"gte": since}) == ["customer.created"]


def test_an_event_is_kept_as_it_was_when_it_happened(twin: RunningTwin) -> None:
    made = twin.stripe.v1.products.create(params={"name": "Lamp"})
    twin.stripe.v1.products.update(made.id, params={"name": "Lantern"})
    [created] = twin.stripe.v1.events.list(params={"type": "product.created"}).data
    again = twin.stripe.v1.events.retrieve(created.id)
    assert again.data.object["name"] == "Lamp"


def test_events_are_shown_for_thirty_days(twin: RunningTwin) -> None:
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    [event] = twin.stripe.v1.events.list().data
    twin.advance(days=31)
    assert twin.stripe.v1.events.list().data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such event"):
        twin.stripe.v1.events.retrieve(event.id)


def test_the_pending_webhooks_of_an_event_run_out(twin: RunningTwin) -> None:
    twin.shop.answers = [500]
    twin.listen()
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    twin.shop.wait_for_count(1)
    [event] = twin.stripe.v1.events.list().data
    twin.advance(seconds=5)
    twin.shop.wait_for_count(2)
    eventually(lambda: twin.stripe.v1.events.retrieve(event.id).pending_webhooks == 0)
    assert event.pending_webhooks == 1


def test_an_event_can_be_sent_again(twin: RunningTwin) -> None:
    twin.listen()
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    twin.shop.wait_for_count(1)
    [event] = twin.stripe.v1.events.list().data
    answer = twin.stripe.raw_request("post", f"/v1/events/{event.id}/retry", for_stripecli="true")
    first, second = twin.shop.wait_for_count(2)
    assert answer.code == 200
    assert first.event.id == second.event.id == event.id


def test_an_event_can_be_sent_to_an_endpoint_that_came_later(twin: RunningTwin) -> None:
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    [event] = twin.stripe.v1.events.list().data
    twin.listen("price.created")
    [endpoint] = twin.stripe.v1.webhook_endpoints.list().data
    twin.stripe.raw_request("post", f"/v1/events/{event.id}/retry", webhook_endpoint=endpoint.id)
    [delivery] = twin.shop.wait_for_count(1)
    assert delivery.event.id == event.id


def test_an_endpoints_secret_is_shown_once(twin: RunningTwin) -> None:
    made = twin.stripe.v1.webhook_endpoints.create(
        params={"url": twin.shop.url, "enabled_events": ["product.created"], "description": "Shop"}
    )
    again = twin.stripe.v1.webhook_endpoints.retrieve(made.id)
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    [delivery] = twin.shop.wait_for_count(1)
    assert made.secret is not None
    assert made.secret.startswith("whsec_")
    assert "secret" not in again.to_dict()
    assert stripe.Webhook.construct_event(delivery.body, delivery.signature, made.secret)


def test_an_endpoint_can_be_turned_off_and_on_again(twin: RunningTwin) -> None:
    twin.listen()
    [endpoint] = twin.stripe.v1.webhook_endpoints.list().data
    update = twin.stripe.v1.webhook_endpoints.update
    assert update(endpoint.id, params={"disabled": True}).status == "disabled"
    twin.stripe.v1.products.create(params={"name": "unheard"})
    assert update(endpoint.id, params={"disabled": False}).status == "enabled"
    twin.stripe.v1.products.create(params={"name": "heard"})
    [delivery] = twin.shop.wait_for_count(1)
    assert delivery.event.data.object["name"] == "heard"


def test_a_deleted_endpoint_gets_no_more_retries(twin: RunningTwin) -> None:
    twin.shop.answers = [500]
    twin.listen()
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    twin.shop.wait_for_count(1)
    [endpoint] = twin.stripe.v1.webhook_endpoints.list().data
    assert twin.stripe.v1.webhook_endpoints.delete(endpoint.id).deleted
    twin.advance(days=3)
    assert len(twin.shop.deliveries) == 1
    assert twin.stripe.v1.webhook_endpoints.list().data == []


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"url": "shop.example", "enabled_events": ["*"]}, "url"),
        ({"url": "https://shop.example", "enabled_events": ["nonsense"]}, "enabled_events[0]"),
        ({"url": "https://shop.example", "enabled_events": []}, "enabled_events"),
        (
            {"url": "https://a.example", "enabled_events": ["*"], "api_version": "2022-11-15"},
            "api_version",
        ),
    ],
)
def test_an_endpoint_that_makes_no_sense_is_refused(
    twin: RunningTwin, params: dict[str, object], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.webhook_endpoints.create(params=params)  # type: ignore[arg-type]
    assert caught.value.param == param


def test_an_account_has_at_most_sixteen_endpoints(twin: RunningTwin) -> None:
    create = twin.stripe.v1.webhook_endpoints.create
    for n in range(16):
        create(params={"url": f"https://shop.example/{n}", "enabled_events": ["*"]})
    with pytest.raises(stripe.InvalidRequestError, match="maximum of 16"):
        create(params={"url": "https://shop.example/17", "enabled_events": ["*"]})
