"""The two adapters of the Topic port, each as a function that blocks until it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from shared.adapters.access_token import no_token
from shared.adapters.pubsub_rest import RestTopic
from shared.adapters.pubsub_topic import PubSubTopic, publisher_client
from shared.usecases.ports.messages import Message

Publish = Callable[[Sequence[Message]], None]


@contextmanager
def by_grpc(address: str, topic: str) -> Iterator[Publish]:
    """The official client."""
    client = publisher_client(address)
    yield PubSubTopic(client, topic).publish
    client.transport.close()  # type: ignore[no-untyped-call]  # the package types the rest


@contextmanager
def by_rest(address: str, topic: str) -> Iterator[Publish]:
    """Webhook intake's own, which takes one message per call and groups those that meet."""
    rest = RestTopic(f"http://{address}", topic, no_token)

    async def publish_together(messages: Sequence[Message]) -> None:
        await asyncio.gather(*map(rest.publish, messages))

    yield lambda messages: asyncio.run(publish_together(messages))
    rest.close()


DOORS: dict[str, Callable[[str, str], AbstractContextManager[Publish]]] = {
    "grpc": by_grpc,
    "rest": by_rest,
}
"""Door → what publishes through it, given the broker's "host:port" and the topic's name."""
