from __future__ import annotations

from datetime import datetime

import jwt

from emulators.identity.issuer import Issuer
from tests.emulators.pubsub.local_pubsub import LocalPubSub
from tests.emulators.pubsub.receiver import ENDPOINT, HOST

ACCOUNT = "push-invoker@kvitto-test.iam.gserviceaccount.com"


def test_a_push_says_everything_about_the_message_twice_as_google_does(
    pubsub: LocalPubSub,
) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.push_subscription(topic)

    [message_id] = pubsub.clients.publish(
        topic, b"paid", attributes={"provider": "stripe"}, ordering_key="order-1"
    )
    push = pubsub.receiver.next()

    published = push.message["publishTime"]
    assert push.path == "/push/events"
    assert push.headers["Content-Type"] == "application/json"
    assert push.headers["User-Agent"] == "CloudPubSub-Google"
    assert push.content == {
        "message": {
            "data": "cGFpZA==",
            "attributes": {"provider": "stripe"},
            "messageId": message_id,
            "message_id": message_id,
            "publishTime": published,
            "publish_time": published,
            "orderingKey": "order-1",
        },
        "subscription": subscription,
    }
    assert published.endswith("Z")
    assert datetime.fromisoformat(published) <= push.received_at


def test_the_receiver_is_found_by_its_deployed_address(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic, f"https://{HOST}/elsewhere?tenant=1")

    pubsub.clients.publish(topic, b"x")

    push = pubsub.receiver.next()
    assert push.path == "/elsewhere"
    assert push.headers["Host"] == HOST


def test_a_push_proves_who_sends_it(pubsub: LocalPubSub, issuer: Issuer) -> None:
    topic = pubsub.clients.topic()
    oidc = {"service_account_email": ACCOUNT, "audience": "https://shop.example"}
    pubsub.push_subscription(topic, push_config={"oidc_token": oidc})

    pubsub.clients.publish(topic, b"x")
    scheme, token = pubsub.receiver.next().headers["Authorization"].split()

    key = jwt.PyJWKSet.from_dict(issuer.jwks()).keys[0]
    claims = jwt.decode(token, key, ["RS256"], audience="https://shop.example", issuer=issuer.url)
    assert scheme == "Bearer"
    assert claims["email"] == ACCOUNT
    assert claims["email_verified"] is True


def test_the_audience_is_the_deployed_endpoint_unless_it_is_given(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    oidc = {"service_account_email": ACCOUNT}
    pubsub.push_subscription(topic, push_config={"oidc_token": oidc})

    pubsub.clients.publish(topic, b"x")
    token = pubsub.receiver.next().headers["Authorization"].removeprefix("Bearer ")

    assert jwt.decode(token, options={"verify_signature": False})["aud"] == ENDPOINT


def test_without_an_account_there_is_no_token(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)

    pubsub.clients.publish(topic, b"x")

    assert "Authorization" not in pubsub.receiver.next().headers


def test_an_unwrapped_push_is_the_data_and_nothing_else(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic, push_config={"no_wrapper": {}})

    pubsub.clients.publish(topic, b"\x00raw", attributes={"provider": "stripe"})
    push = pubsub.receiver.next()

    assert push.body == b"\x00raw"
    assert "provider" not in push.headers
    assert "x-goog-pubsub-message-id" not in push.headers


def test_an_unwrapped_push_can_carry_its_metadata_in_headers(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.push_subscription(
        topic, push_config={"no_wrapper": {"write_metadata": True}}
    )
    attributes = {"provider": "stripe", "no header": "x", "note": "two\nlines", "Host": "elsewhere"}

    [message_id] = pubsub.clients.publish(
        topic, b"raw", attributes=attributes, ordering_key="order-1"
    )
    push = pubsub.receiver.next()

    assert push.body == b"raw"
    assert push.headers["provider"] == "stripe"
    assert push.headers["x-goog-pubsub-subscription-name"] == subscription
    assert push.headers["x-goog-pubsub-message-id"] == message_id
    assert push.headers["x-goog-pubsub-publish-time"].endswith("Z")
    assert push.headers["x-goog-pubsub-ordering-key"] == "order-1"
    assert push.headers["Host"] == HOST
    assert "note" not in push.headers
