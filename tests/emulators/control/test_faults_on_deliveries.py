"""Pushes, tasks, scheduled runs and webhooks can go wrong on their way, whoever sends them."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from google.cloud import tasks_v2

from tests.emulators.control import clients
from tests.emulators.control.local_cloud import TOPOLOGY, Local

TOPIC = TOPOLOGY.topic_name("provider-events")
QUEUE = TOPOLOGY.queue_name("receipts")
MAILER = TOPOLOGY.function("receipt-mailer").uri


def publish(local: Local, *contents: bytes) -> None:
    with clients.publisher(local) as publisher:
        for content in contents:
            publisher.publish(TOPIC, content, provider="stripe").result(10)


def create_task(local: Local) -> None:
    request = tasks_v2.HttpRequest(
        url=f"{MAILER}/internal/x?y=1", body=b"work", oidc_token=clients.invoker_of(MAILER)
    )
    with clients.tasks(local) as client:
        client.create_task(parent=QUEUE, task=tasks_v2.Task(http_request=request), retry=None)


def test_a_push_is_delivered_twice_and_acknowledged_once(local: Local) -> None:
    local.fault(kind="duplicate", service="pubsub", times=1)
    publish(local, b"one")
    first, second = local.receivers.next(), local.receivers.next()
    local.done("POST", "/clock", {"advance_seconds": 3600})

    assert first.body == second.body
    assert first.headers["Authorization"] == second.headers["Authorization"]
    again = [one for one in local.receivers.all() if one.body == first.body]
    assert again == []


def test_a_task_whose_answer_is_lost_is_sent_again(local: Local) -> None:
    local.fault(kind="drop_after", on="deliveries", service="tasks", times=1)
    create_task(local)
    first = local.receivers.next()
    local.done("POST", "/clock", {"advance_seconds": 60})
    second = local.receivers.next()

    assert (first.path, first.body) == (second.path, second.body) == ("/internal/x?y=1", b"work")
    assert first.headers["Host"] == second.headers["Host"]
    assert second.headers["X-CloudTasks-TaskRetryCount"] == "1"


def test_a_delivery_that_is_dropped_before_never_arrives(local: Local) -> None:
    local.fault(kind="drop_before", on="deliveries", service="tasks", times=2)
    create_task(local)
    local.done("POST", "/clock", {"advance_seconds": 60})

    assert local.receivers.next().headers["X-CloudTasks-TaskRetryCount"] == "2"


def test_only_the_subscription_that_was_aimed_at_is_met(local: Local) -> None:
    local.fault(
        kind="error", on="deliveries", service="pubsub", code=503, resource="*/receipt-mailer"
    )
    publish(local, b"one")
    arrived = json.loads(local.receivers.next().body)["subscription"]
    met = local.done("GET", "/faults")["faults"][0]["met"]
    local.done("DELETE", "/faults")
    local.fault(
        kind="error", on="deliveries", service="pubsub", resource="*/payment-processor", times=1
    )
    publish(local, b"two")
    local.done("POST", "/clock", {"advance_seconds": 60})

    assert (arrived.rpartition("/")[2], met) == ("payment-processor", 0)
    assert local.done("GET", "/faults")["faults"] == []
    assert len(_pushes(local)) == 1


def test_reordered_pushes_all_arrive(local: Local) -> None:
    local.fault(kind="reorder", service="pubsub", within_seconds=60, seed=3)
    contents = [str(number).encode() for number in range(12)]
    publish(local, *contents)
    local.done("POST", "/clock", {"advance_seconds": 60})

    arrived = [json.loads(one.body)["message"]["messageId"] for one in _pushes(local)]
    assert len(set(arrived)) == 12
    assert arrived != sorted(arrived)


def test_a_webhook_of_stripe_can_be_doubled(local: Local) -> None:
    local.fault(kind="duplicate", service="stripe", resource="checkout.session.completed", times=1)
    pay(local)
    local.done("POST", "/clock", {"advance_seconds": 1})

    types = [json.loads(one.body)["type"] for one in _webhooks(local)]
    assert types.count("checkout.session.completed") == 2
    assert types.count("payment_intent.succeeded") == 1


def test_a_scheduled_run_can_be_refused_on_its_way(local: Local) -> None:
    local.fault(
        kind="error", on="deliveries", service="scheduler", code=500, resource="relay-outbox"
    )
    local.done("POST", "/clock", {"advance_seconds": 120})

    jobs = {
        one.headers.get("X-CloudScheduler-JobName", "").rpartition("/")[2]
        for one in local.receivers.all()
    }
    assert "relay-outbox" not in jobs
    assert jobs


def pay(local: Local) -> None:
    """Let the twin send events: somebody checks out and pays."""
    url = f"http://127.0.0.1:{local.ports.stripe}"
    form = (
        "mode=payment&success_url=https://shop.example/ok&line_items[0][quantity]=1"
        "&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=500"
        "&line_items[0][price_data][product_data][name]=Print"
    )
    session = post(f"{url}/v1/checkout/sessions", form.encode())["id"]
    post(f"{url}/_twin/checkout/sessions/{session}/pay", b"{}")


def post(url: str, body: bytes) -> Any:
    headers = {"Authorization": "Bearer sk_test_" + "x" * 24}
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - our own
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own
        return json.loads(answer.read())


def _pushes(local: Local) -> list[Any]:
    return [one for one in local.receivers.all() if b'"subscription"' in one.body]


def _webhooks(local: Local) -> list[Any]:
    return [one for one in local.receivers.all() if one.path == "/webhooks/stripe"]
