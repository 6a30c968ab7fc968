"""Where one would expect Pub/Sub emulators to deliver otherwise than production."""

from __future__ import annotations

import json
from typing import Any

from google.pubsub_v1.types import Schema

from tests.emulators.likeness.probe import Probe
from tests.emulators.likeness.push_endpoint import Endpoint
from tests.emulators.pubsub.clients import PROJECT, Clients, a_schema_id, a_snapshot_name, datas

ORDER = {"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}
ATTEMPTS = 5
SOURCE = ("Subscription", "SubscriptionProject", "DeliveryCount", "TopicPublishTime")


def _back_off(clients: Clients) -> str:
    policy = {"minimum_backoff": {"seconds": 60}, "maximum_backoff": {"seconds": 600}}
    topic = clients.topic()
    subscription = clients.subscription(topic, retry_policy=policy)
    clients.publish(topic, b"later")
    clients.reject(subscription, *clients.pull(subscription))
    return "not before a minute" if not clients.pull_now(subscription) else "at once"


def _dead_letter(clients: Clients) -> str:
    grave = clients.topic()
    buried = clients.subscription(grave)
    topic = clients.topic()
    policy = {"dead_letter_topic": grave, "max_delivery_attempts": ATTEMPTS}
    subscription = clients.subscription(topic, dead_letter_policy=policy)
    clients.publish(topic, b"poison")
    for _ in range(ATTEMPTS):
        clients.reject(subscription, *clients.pull(subscription))
    letters = clients.pull(buried)
    when = "at once"
    if not letters:
        clients.pull(subscription)
        letters, when = clients.pull(buried), "when somebody pulls again"
    told = letters[0].message.attributes
    is_told = all(f"CloudPubSubDeadLetterSource{name}" in told for name in SOURCE)
    return f"forwarded {when}, with its source" if is_told else f"forwarded {when}"


def _pull_attempt(clients: Clients) -> str:
    policy = {"dead_letter_topic": clients.topic(), "max_delivery_attempts": ATTEMPTS}
    topic = clients.topic()
    subscription = clients.subscription(topic, dead_letter_policy=policy)
    clients.publish(topic, b"once")
    clients.reject(subscription, *clients.pull(subscription))
    [again] = clients.pull(subscription)
    return f"attempt {again.delivery_attempt}"


def _held_back(clients: Clients) -> str:
    topic = clients.topic()
    subscription = clients.subscription(topic, enable_message_ordering=True)
    clients.publish(topic, b"1", b"2", ordering_key="order")
    clients.pull(subscription, max_messages=1)
    return "held back" if not clients.pull_now(subscription) else "delivered"


def _schema_topic(clients: Clients) -> str:
    schema = Schema(type_=Schema.Type.AVRO, definition=json.dumps(ORDER))
    made = clients.schemas.create_schema(parent=PROJECT, schema=schema, schema_id=a_schema_id())
    return clients.topic(schema_settings={"schema": made.name, "encoding": "JSON"})


def _against_schema(clients: Clients) -> str:
    clients.publish(_schema_topic(clients), b'{"id": 7}')
    return "accepted"


def _schema_attributes(clients: Clients) -> str:
    topic = _schema_topic(clients)
    subscription = clients.subscription(topic)
    clients.publish(topic, b'{"id": "7"}')
    [received] = clients.pull(subscription)
    found = received.message.attributes
    return "name, encoding, revision" if "googclient_schemarevisionid" in found else "missing"


def _snapshot(clients: Clients) -> str:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    clients.publish(topic, b"again")
    name = a_snapshot_name()
    clients.subscriber.create_snapshot(name=name, subscription=subscription)
    clients.acknowledge(subscription, *clients.pull(subscription))
    clients.subscriber.seek(request={"subscription": subscription, "snapshot": name})
    found = clients.pull_now(subscription)
    return "delivered again" if datas(found) == [b"again"] else "gone"


def _unwrapped(clients: Clients) -> str:
    topic = clients.topic()
    with Endpoint() as endpoint:
        wrapper: dict[str, Any] = {"write_metadata": True}
        config = {"push_endpoint": endpoint.url, "no_wrapper": wrapper}
        subscription = clients.subscription(topic, push_config=config)
        clients.publish(topic, b"as it is")
        push = endpoint.next()
        clients.subscriber.delete_subscription(subscription=subscription)
    headers = {name.lower() for name in push.headers}
    is_bare = push.raw == b"as it is" and "x-goog-pubsub-message-id" in headers
    return "the data, and headers" if is_bare else "wrapped"


def _orphan(clients: Clients) -> str:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    clients.publisher.delete_topic(topic=topic)
    found = clients.subscriber.get_subscription(subscription=subscription)
    return str(found.topic)


DELIVERY_PROBES: tuple[Probe[Clients], ...] = (
    Probe("a rejected message with a back-off of 60 s comes", "not before a minute", _back_off),
    Probe(
        "a message that was rejected five times is",
        "forwarded at once, with its source",
        _dead_letter,
    ),
    Probe("the second delivery with a dead letter policy is", "attempt 2", _pull_attempt),
    Probe("the next message of a key, while the first is out, is", "held back", _held_back),
    Probe("a message against its topic's schema", "INVALID_ARGUMENT", _against_schema),
    Probe(
        "the attributes of a message with a schema", "name, encoding, revision", _schema_attributes
    ),
    Probe("seeking to a snapshot", "delivered again", _snapshot),
    Probe("a push without a wrapper is", "the data, and headers", _unwrapped),
    Probe("the topic of a subscription whose topic is gone", "_deleted-topic_", _orphan),
)
