"""The Topic port: what is published arrives whole. The fake, and both adapters on Pub/Sub."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from shared.usecases.ports.messages import Message
from tests.contracts.local_pubsub import LocalPubSub
from tests.contracts.topics import DOORS, Publish
from tests.fakes.messages import MemoryTopic

WEBHOOK = Message(
    bytes(range(256)), {"provider": "stripe", "traceparent": "00-0af7-b7ad-01", "from": "Åsa"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """A topic with a listener at its other end."""

    publish: Publish
    arrived: Callable[[int], list[Message]]


@pytest.fixture(params=["memory", *DOORS])
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    if request.param == "memory":
        memory = MemoryTopic()
        yield Line(memory.publish, lambda _: memory.published)
        return
    pubsub: LocalPubSub = request.getfixturevalue("local_pubsub")
    topic, subscription = pubsub.topic_and_subscription()
    with DOORS[request.param](pubsub.addresses[request.param], topic) as publish:
        yield Line(publish, lambda count: pubsub.pulled(subscription, count))


def test_a_message_arrives_whole(line: Line) -> None:
    line.publish([WEBHOOK])

    assert line.arrived(1) == [WEBHOOK]


def test_a_message_without_attributes_arrives(line: Line) -> None:
    line.publish([Message(b"{}", {})])

    assert line.arrived(1) == [Message(b"{}", {})]


def test_all_messages_of_one_call_arrive(line: Line) -> None:
    messages = [Message(str(number).encode(), {"number": str(number)}) for number in range(25)]

    line.publish(messages)

    arrived = line.arrived(25)
    assert sorted(arrived, key=lambda message: int(message.body)) == messages


def test_the_same_message_twice_is_two_messages(line: Line) -> None:
    line.publish([WEBHOOK])
    line.publish([WEBHOOK])

    assert line.arrived(2) == [WEBHOOK, WEBHOOK]
