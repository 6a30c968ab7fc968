"""Google's own clients, pointed at an emulator the way their documentation says."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import grpc
from google.cloud.pubsub_v1 import (  # type: ignore[import-untyped] # ships no type information
    PublisherClient,
    SubscriberClient,
)
from google.pubsub_v1 import PublisherClient as PublisherStub
from google.pubsub_v1 import PubsubMessage, SchemaServiceClient
from google.pubsub_v1.services.schema_service.transports import SchemaServiceGrpcTransport

PROJECT = "projects/kvitto-test"
_numbers = count(1)


def a_topic_name() -> str:
    return f"{PROJECT}/topics/topic-{next(_numbers)}"


def a_snapshot_name() -> str:
    return f"{PROJECT}/snapshots/snapshot-{next(_numbers)}"


def a_schema_id() -> str:
    return f"schema-{next(_numbers)}"


def a_subscription_name() -> str:
    return f"{PROJECT}/subscriptions/subscription-{next(_numbers)}"


@dataclass(frozen=True, slots=True)
class Clients:
    publisher: Any
    subscriber: Any
    schemas: SchemaServiceClient

    @property
    def stub(self) -> PublisherStub:
        """The publisher client without batches: one call, one request."""
        return PublisherStub(transport=self.publisher.transport)

    def topic(self, **settings: Any) -> str:
        """Create a topic and return its name."""
        name = a_topic_name()
        self.publisher.create_topic(request={"name": name, **settings})
        return name

    def subscription(self, topic: str, **settings: Any) -> str:
        """Create a subscription and return its name."""
        name = a_subscription_name()
        self.subscriber.create_subscription(request={"name": name, "topic": topic, **settings})
        return name

    def publish(self, topic: str, *datas: bytes, **message: Any) -> list[str]:
        """Publish in one request; return the message ids."""
        messages = [PubsubMessage(data=data, **message) for data in datas]
        return list(self.stub.publish(topic=topic, messages=messages).message_ids)

    def pull_now(self, subscription: str, max_messages: int = 100) -> list[Any]:
        """Pull what is there, without waiting."""
        request = {"subscription": subscription, "max_messages": max_messages}
        with warnings.catch_warnings():
            # Deprecated, for an answer may be empty although there are messages; not so here.
            warnings.simplefilter("ignore", DeprecationWarning)
            response = self.subscriber.pull(request={**request, "return_immediately": True})
        return list(response.received_messages)

    def pull(self, subscription: str, max_messages: int = 100) -> list[Any]:
        """Pull, waiting for the first message if there is none."""
        response = self.subscriber.pull(
            subscription=subscription, max_messages=max_messages, timeout=5, retry=None
        )
        return list(response.received_messages)

    def acknowledge(self, subscription: str, *received: Any) -> None:
        ack_ids = [one.ack_id for one in received]
        self.subscriber.acknowledge(subscription=subscription, ack_ids=ack_ids)

    def reject(self, subscription: str, *received: Any) -> None:
        self.extend(subscription, 0, *received)

    def extend(self, subscription: str, seconds: int, *received: Any) -> None:
        self.subscriber.modify_ack_deadline(
            subscription=subscription,
            ack_ids=[one.ack_id for one in received],
            ack_deadline_seconds=seconds,
        )


@contextmanager
def connected(address: str) -> Iterator[Clients]:
    """Connect to the emulator at `address`, "host:port"."""
    os.environ["PUBSUB_EMULATOR_HOST"] = address
    try:
        publisher, subscriber = PublisherClient(), SubscriberClient()
    finally:
        del os.environ["PUBSUB_EMULATOR_HOST"]
    # The client of the schemas does not look at PUBSUB_EMULATOR_HOST.
    channel = grpc.insecure_channel(address)
    schemas = SchemaServiceClient(transport=SchemaServiceGrpcTransport(channel=channel))
    with subscriber, channel:
        yield Clients(publisher, subscriber, schemas)
        publisher.stop()
        publisher.transport.close()


def datas(received: list[Any]) -> list[bytes]:
    return [one.message.data for one in received]
