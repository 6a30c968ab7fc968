from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.emulators.pubsub.clients import a_topic_name
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
    body = json.dumps({"messages": [message, {"attributes": {"only": "this"}}]}).encode()

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
