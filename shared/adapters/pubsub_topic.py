"""A Pub/Sub topic by the official client: one Publish call, answered before we return."""

from __future__ import annotations

from collections.abc import Sequence

import grpc
from google.pubsub_v1 import PublisherClient, PubsubMessage
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from shared.adapters.google_failures import UNCLEAR
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Message

TIMEOUT_SECONDS = 10.0


def publisher_client(emulator_host: str) -> PublisherClient:
    """The generated client, not the batching one on top of it.

    That one publishes from a background thread that outlives the request, and retries for
    ten minutes, which makes duplicates of its own.
    """
    if not emulator_host:
        return PublisherClient()
    channel = grpc.insecure_channel(emulator_host)
    return PublisherClient(transport=PublisherGrpcTransport(channel=channel))


class PubSubTopic:
    def __init__(self, client: PublisherClient, name: str) -> None:
        """`name` is `projects/P/topics/T`."""
        self._client = client
        self._name = name

    def publish(self, messages: Sequence[Message]) -> None:
        batch = [
            PubsubMessage(data=message.body, attributes=dict(message.attributes))
            for message in messages
        ]
        try:
            self._client.publish(
                topic=self._name, messages=batch, retry=None, timeout=TIMEOUT_SECONDS
            )
        except UNCLEAR as error:
            raise Unavailable(str(error)) from error
