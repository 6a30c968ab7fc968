"""The embedded Pub/Sub on a loop of its own, with taps for both of its doors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from random import Random

import grpc
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from emulators.clock.clock import Clock
from emulators.pubsub.server import PubSubServer
from emulators.shelf import Forgetful
from emulators.topology import Routes
from shared.usecases.ports.messages import Message
from tests.contracts.grpc_tap import GrpcTap
from tests.contracts.http_tap import HttpTap
from tests.contracts.issuer import an_issuer
from tests.emulators.loop_thread import LoopThread

PROJECT = "projects/kvitto-test"
PULL_SECONDS = 10


@dataclass(frozen=True, slots=True)
class LocalPubSub:
    loop: LoopThread
    grpc_tap: GrpcTap
    rest_tap: HttpTap
    addresses: dict[str, str]
    """Of the taps, "host:port", by door: `grpc` and `rest`."""
    _channel: grpc.Channel
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def topic_and_subscription(self) -> tuple[str, str]:
        """The names of two that are new, and joined."""
        number = next(self._numbers)
        topic = f"{PROJECT}/topics/topic-{number}"
        subscription = f"{PROJECT}/subscriptions/subscription-{number}"
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=self._channel))
        publisher.create_topic(name=topic)
        self._subscriber().create_subscription(name=subscription, topic=topic)
        return topic, subscription

    def pulled(self, subscription: str, count_: int) -> list[Message]:
        """The next messages of a subscription, at least so many, acknowledged."""
        messages: list[Message] = []
        while len(messages) < count_:
            answer = self._subscriber().pull(
                subscription=subscription, max_messages=100, timeout=PULL_SECONDS, retry=None
            )
            received = answer.received_messages
            messages += [
                Message(one.message.data, dict(one.message.attributes)) for one in received
            ]
            self._subscriber().acknowledge(
                subscription=subscription, ack_ids=[one.ack_id for one in received]
            )
        return messages

    def _subscriber(self) -> SubscriberClient:
        return SubscriberClient(transport=SubscriberGrpcTransport(channel=self._channel))


@contextmanager
def running_pubsub() -> Iterator[LocalPubSub]:
    with LoopThread() as loop:
        server = loop.call(_server)
        grpc_port, rest_port = loop.run(server.start())
        grpc_tap = loop.call(lambda: GrpcTap(f"127.0.0.1:{grpc_port}"))
        rest_tap = loop.call(lambda: HttpTap(f"http://127.0.0.1:{rest_port}"))
        addresses = {
            "grpc": f"127.0.0.1:{loop.run(grpc_tap.start())}",
            "rest": f"127.0.0.1:{loop.run(rest_tap.start())}",
        }
        try:
            with grpc.insecure_channel(f"127.0.0.1:{grpc_port}") as channel:
                yield LocalPubSub(loop, grpc_tap, rest_tap, addresses, channel)
        finally:
            for part in (grpc_tap, rest_tap, server):
                loop.run(part.stop())


def _server() -> PubSubServer:
    return PubSubServer(
        clock=Clock(),
        shelf=Forgetful().shelf("pubsub"),
        random=Random(1),
        routes=Routes({}),
        issuer=an_issuer(),
    )
