from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.emulators.pubsub.clients import (
    PROJECT,
    a_snapshot_name,
    a_subscription_name,
    a_topic_name,
)
from tests.emulators.pubsub.local_pubsub import LocalPubSub


def post(url: str, body: bytes) -> tuple[int, Any]:
    """Return the status and the JSON of the answer."""
    request = urllib.request.Request(  # noqa: S310 - a fixed http address
        url, data=body, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def test_a_message_published_by_plain_http_arrives(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic)
    message = {
        "data": base64.b64encode(b"\x00\xff").decode(),
        "attributes": {"provider": "stripe"},
        "orderingKey": "order-1",
    }
    body = json.dumps({"messages": [message]}).encode()

    status, answer = post(f"{pubsub.rest_url}/v1/{topic}:publish", body)
    received = pubsub.clients.pull(subscription)

    assert status == 200
    assert answer == {"messageIds": [one.message.message_id for one in received]}
    assert received[0].message.data == b"\x00\xff"
    assert dict(received[0].message.attributes) == {"provider": "stripe"}
    assert received[0].message.ordering_key == "order-1"


@pytest.mark.parametrize(
    "body",
    [b"{bad", b"{}", b"[]", b'{"messages": [{}]}', b'{"messages": [{"text": "x"}]}'],
)
def test_a_bad_request_gets_googles_error(pubsub: LocalPubSub, body: bytes) -> None:
    topic = pubsub.clients.topic()

    status, answer = post(f"{pubsub.rest_url}/v1/{topic}:publish", body)

    assert status == 400
    assert answer["error"]["code"] == 400
    assert answer["error"]["status"] == "INVALID_ARGUMENT"
    assert answer["error"]["message"]


def test_a_missing_topic_gets_googles_error(pubsub: LocalPubSub) -> None:
    body = b'{"messages": [{"data": "eA=="}]}'

    status, answer = post(f"{pubsub.rest_url}/v1/{a_topic_name()}:publish", body)

    assert status == 404
    assert answer["error"]["status"] == "NOT_FOUND"


def test_ten_megabytes_are_too_much_by_plain_http_too(pubsub: LocalPubSub) -> None:
    data = base64.b64encode(bytes(10_000_001)).decode()
    body = json.dumps({"messages": [{"data": data}]}).encode()

    status, answer = post(f"{pubsub.rest_url}/v1/{pubsub.clients.topic()}:publish", body)

    assert status == 400
    assert "request_size" in answer["error"]["message"]


def call(pubsub: LocalPubSub, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Return the status and the JSON of the answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310 - a fixed http address
        f"{pubsub.rest_url}/v1/{path}",
        data=data,
        method=method,
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def test_a_message_goes_all_its_way_by_plain_http(pubsub: LocalPubSub) -> None:
    topic, subscription = a_topic_name(), a_subscription_name()
    data = base64.b64encode(b"by hand").decode()

    call(pubsub, "PUT", topic, {"labels": {"team": "checkout"}})
    call(pubsub, "PUT", subscription, {"topic": topic, "ackDeadlineSeconds": 20})
    call(pubsub, "POST", f"{topic}:publish", {"messages": [{"data": data}]})
    _, pulled = call(pubsub, "POST", f"{subscription}:pull", {"maxMessages": 10})
    [received] = pulled["receivedMessages"]
    acknowledged = call(
        pubsub, "POST", f"{subscription}:acknowledge", {"ackIds": [received["ackId"]]}
    )
    _, listed = call(pubsub, "GET", f"{topic}/subscriptions")

    assert received["message"]["data"] == data
    assert acknowledged == (200, {})
    assert listed == {"subscriptions": [subscription]}


def test_schemas_snapshots_and_policies_speak_json_too(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription, snapshot = pubsub.clients.subscription(topic), a_snapshot_name()
    definition = '{"type": "record", "name": "Order", "fields": []}'

    _, schema = call(
        pubsub,
        "POST",
        f"{PROJECT}/schemas?schemaId=order",
        {"type": "AVRO", "definition": definition},
    )
    taken, _ = call(pubsub, "PUT", snapshot, {"subscription": subscription})
    sought, _ = call(pubsub, "POST", f"{subscription}:seek", {"snapshot": snapshot})
    detached, _ = call(pubsub, "POST", f"{subscription}:detach")
    _, policy = call(pubsub, "GET", f"{topic}:getIamPolicy")

    assert (schema["name"], schema["type"]) == (f"{PROJECT}/schemas/order", "AVRO")
    assert (taken, sought, detached) == (200, 200, 200)
    assert policy == {"etag": "ACAB"}


def test_a_refusal_has_googles_form(pubsub: LocalPubSub) -> None:
    status, answer = call(pubsub, "GET", a_topic_name())

    assert status == 404
    assert answer["error"]["status"] == "NOT_FOUND"
    assert call(pubsub, "POST", "projects/p/teapots/t:boil")[0] == 404
