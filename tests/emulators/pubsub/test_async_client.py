"""Google's asyncio clients of Pub/Sub, as they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import grpc
from google.pubsub_v1 import PublisherAsyncClient, PubsubMessage, SubscriberAsyncClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcAsyncIOTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcAsyncIOTransport
from google.pubsub_v1.types import StreamingPullRequest

from tests.emulators.pubsub.clients import a_subscription_name, a_topic_name
from tests.emulators.pubsub.local_pubsub import LocalPubSub

DEADLINE_SECONDS = 10


async def _asked(
    subscription: str, acks: asyncio.Queue[str]
) -> AsyncIterator[StreamingPullRequest]:
    """The first request opens the stream; the others acknowledge what came by it."""
    yield StreamingPullRequest(subscription=subscription, stream_ack_deadline_seconds=10)
    while True:
        yield StreamingPullRequest(ack_ids=[await acks.get()])


async def _story(channel: grpc.aio.Channel) -> list[bytes]:
    publisher = PublisherAsyncClient(transport=PublisherGrpcAsyncIOTransport(channel=channel))
    subscriber = SubscriberAsyncClient(transport=SubscriberGrpcAsyncIOTransport(channel=channel))
    topic = await publisher.create_topic(name=a_topic_name())
    name = a_subscription_name()
    await subscriber.create_subscription(name=name, topic=topic.name)
    texts = [b"1", b"2", b"3"]
    published = await publisher.publish(
        topic=topic.name, messages=[PubsubMessage(data=text) for text in texts]
    )
    assert len(published.message_ids) == 3
    assert [one.name async for one in await publisher.list_topics(project=_project(name))]

    pulled = (await subscriber.pull(subscription=name, max_messages=1)).received_messages
    await subscriber.acknowledge(subscription=name, ack_ids=[pulled[0].ack_id])

    acks: asyncio.Queue[str] = asyncio.Queue()
    found = [pulled[0].message.data]
    async for response in await subscriber.streaming_pull(requests=_asked(name, acks)):
        for received in response.received_messages:
            found.append(received.message.data)
            acks.put_nowait(received.ack_id)
        if len(found) == len(texts):
            break
    return found


def _project(name: str) -> str:
    return "/".join(name.split("/")[:2])


def test_the_asyncio_clients_publish_pull_and_stream(pubsub: LocalPubSub) -> None:
    async def scenario() -> list[bytes]:
        async with (
            asyncio.timeout(DEADLINE_SECONDS),
            grpc.aio.insecure_channel(pubsub.host) as channel,
        ):
            return await _story(channel)

    assert sorted(asyncio.run(scenario())) == [b"1", b"2", b"3"]
