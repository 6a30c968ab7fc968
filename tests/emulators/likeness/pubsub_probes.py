"""Where one would expect Pub/Sub emulators to differ from production."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from queue import Empty
from typing import Any

from google.auth.credentials import AnonymousCredentials
from google.protobuf.field_mask_pb2 import FieldMask
from google.pubsub_v1 import SchemaServiceClient
from google.pubsub_v1.services.schema_service.transports import SchemaServiceGrpcTransport

from tests.emulators.likeness.probe import Probe
from tests.emulators.likeness.pubsub_delivery_probes import DELIVERY_PROBES
from tests.emulators.likeness.pubsub_limit_probes import LIMIT_PROBES
from tests.emulators.likeness.push_endpoint import PATIENCE_SECONDS, Endpoint, Push
from tests.emulators.pubsub.clients import PROJECT, Clients, a_topic_name, datas

ACCOUNT = "pusher@kvitto-test.iam.gserviceaccount.com"
PROTO = 'syntax = "proto3"; message Order { string id = 1; }'


def _filter(clients: Clients) -> str:
    topic = clients.topic()
    subscription = clients.subscription(topic, filter='attributes.kind = "paid"')
    clients.publish(topic, b"other", attributes={"kind": "failed"})
    clients.publish(topic, b"wanted", attributes={"kind": "paid"})
    got = datas(clients.pull(subscription))
    return "only what matches" if got == [b"wanted"] else "everything"


def _bad_filter(clients: Clients) -> str:
    clients.subscription(clients.topic(), filter="kind == paid")
    return "accepted"


def _pushed(clients: Clients, **settings: Any) -> Push:
    topic = clients.topic()
    with Endpoint() as endpoint:
        token = {"service_account_email": ACCOUNT, "audience": "https://shop.example"}
        push_config = {"push_endpoint": endpoint.url, "oidc_token": token}
        subscription = clients.subscription(topic, push_config=push_config, **settings)
        clients.publish(topic, b"hello")
        push = endpoint.next()
        clients.subscriber.delete_subscription(subscription=subscription)
    return push


def _push_token(clients: Clients) -> str:
    header = _pushed(clients).headers.get("Authorization", "")
    if not header.startswith("Bearer "):
        return "no token"
    payload = header.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return "a token" if claims["email"] == ACCOUNT else "somebody else's token"


def _push_attempt(clients: Clients) -> str:
    policy = {"dead_letter_topic": clients.topic(), "max_delivery_attempts": 5}
    push = _pushed(clients, dead_letter_policy=policy)
    return "counted" if push.body.get("deliveryAttempt") == 1 else "missing"


def _order_after_nack(clients: Clients) -> str:
    topic = clients.topic()
    subscription = clients.subscription(topic, enable_message_ordering=True)
    clients.publish(topic, b"1", b"2", b"3", ordering_key="order")
    first = clients.pull(subscription, max_messages=1)
    clients.reject(subscription, *first)
    return "kept" if datas(clients.pull(subscription, max_messages=1)) == [b"1"] else "lost"


def _short_deadline(clients: Clients) -> str:
    clients.subscription(clients.topic(), ack_deadline_seconds=5)
    return "accepted"


def _large_message(clients: Clients) -> str:
    clients.publish(clients.topic(), b"x" * (10 * 1000 * 1000 + 1))
    return "accepted"


def _labels(clients: Clients) -> str:
    topic = {"name": clients.topic(), "labels": {"team": "shop"}}
    mask = FieldMask(paths=["labels"])
    updated = clients.publisher.update_topic(request={"topic": topic, "update_mask": mask})
    return "set" if updated.labels == {"team": "shop"} else "ignored"


def _detach(clients: Clients) -> str:
    subscription = clients.subscription(clients.topic())
    clients.publisher.detach_subscription(request={"subscription": subscription})
    return "detached"


def _permissions(clients: Clients) -> str:
    request = {"resource": clients.topic(), "permissions": ["pubsub.topics.publish"]}
    clients.publisher.test_iam_permissions(request=request, timeout=PATIENCE_SECONDS)
    return "answered"


def _schemas(clients: Clients) -> Any:
    channel = clients.publisher.transport.grpc_channel
    transport = SchemaServiceGrpcTransport(channel=channel, credentials=AnonymousCredentials())  # type: ignore[no-untyped-call]
    return SchemaServiceClient(transport=transport)


def _proto_schema(clients: Clients) -> str:
    schema = {"type_": "PROTOCOL_BUFFER", "definition": PROTO}
    name = a_topic_name().rsplit("/", 1)[1]
    _schemas(clients).create_schema(parent=PROJECT, schema=schema, schema_id=name)
    return "created"


def _schema_revision(clients: Clients) -> str:
    record = {"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}
    schema = {"type_": "AVRO", "definition": json.dumps(record)}
    schemas = _schemas(clients)
    name = a_topic_name().rsplit("/", 1)[1]
    created = schemas.create_schema(parent=PROJECT, schema=schema, schema_id=name)
    schema["name"] = created.name
    schemas.commit_schema(name=created.name, schema=schema)
    return "committed"


def _seek(clients: Clients) -> str:
    topic = clients.topic()
    subscription = clients.subscription(topic, retain_acked_messages=True)
    clients.publish(topic, b"again")
    clients.acknowledge(subscription, *clients.pull(subscription))
    then = datetime.now(UTC) - timedelta(minutes=1)
    clients.subscriber.seek(request={"subscription": subscription, "time": then})
    return "delivered again" if datas(clients.pull(subscription)) == [b"again"] else "gone"


def _retention(clients: Clients) -> str:
    retention = {"seconds": 60}
    clients.subscription(clients.topic(), message_retention_duration=retention)
    return "accepted"


def _missing_bucket(clients: Clients) -> str:
    config = {"bucket": "no-such-bucket"}
    clients.subscription(clients.topic(), cloud_storage_config=config)
    return "accepted"


def _stale_ack(clients: Clients) -> str:
    topic = clients.topic()
    subscription = clients.subscription(topic, enable_exactly_once_delivery=True)
    clients.publish(topic, b"once")
    received = clients.pull(subscription)
    clients.acknowledge(subscription, *received)
    clients.reject(subscription, *received)
    return "ignored"


def _patient(ask: Callable[[Clients], str]) -> Callable[[Clients], str]:
    def asked(clients: Clients) -> str:
        try:
            return ask(clients)
        except Empty:
            return f"nothing within {PATIENCE_SECONDS:.0f} s"

    return asked


PROBES: tuple[Probe[Clients], ...] = (
    Probe("a filtered subscription gets", "only what matches", _filter),
    Probe("a filter that is none", "INVALID_ARGUMENT", _bad_filter),
    Probe("a push with `oidc_token` carries", "a token", _patient(_push_token)),
    Probe(
        "`deliveryAttempt` in a push with a dead letter policy", "counted", _patient(_push_attempt)
    ),
    Probe("the order of a key after its first message is rejected", "kept", _order_after_nack),
    Probe("an acknowledgement deadline of 5 s", "INVALID_ARGUMENT", _short_deadline),
    Probe("a message of more than 10 MB", "INVALID_ARGUMENT", _large_message),
    Probe("new labels for a topic", "set", _labels),
    Probe("detaching a subscription", "detached", _detach),
    Probe("testing permissions", "answered", _permissions),
    Probe("a protocol buffer schema", "created", _proto_schema),
    Probe("a schema's second revision", "committed", _schema_revision),
    Probe("seeking back before an acknowledged message", "delivered again", _seek),
    Probe("a retention of one minute", "INVALID_ARGUMENT", _retention),
    Probe("delivery to a bucket that is not there", "NOT_FOUND", _missing_bucket),
    Probe("rejecting what was acknowledged exactly once", "INVALID_ARGUMENT", _stale_ack),
    *DELIVERY_PROBES,
    *LIMIT_PROBES,
)
