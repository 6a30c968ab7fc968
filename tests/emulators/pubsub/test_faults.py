from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from tests.emulators.loop_thread import eventually
from tests.emulators.pubsub.clients import datas
from tests.emulators.pubsub.local_pubsub import LocalPubSub


def test_every_delivery_can_be_made_twice(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.server.duplicate_deliveries(1)

    ids = pubsub.clients.publish(topic, *[b"x"] * 10)

    pushed = Counter(push.message["messageId"] for push in pubsub.receiver.take(20))
    assert pushed == dict.fromkeys(ids, 2)


def test_a_share_of_the_deliveries_can_be_made_twice(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.server.duplicate_deliveries(0.3)

    pubsub.clients.publish(topic, *[b"x"] * 200)
    pushed: Counter[str] = Counter()
    while len(pushed) < 200:
        pushed[pubsub.receiver.next().message["messageId"]] += 1

    twice = sum(1 for times in pushed.values() if times == 2)
    assert max(pushed.values()) == 2
    assert 20 < twice < 100


def test_a_copy_arrives_beside_the_first_or_after_its_answer(pubsub: LocalPubSub) -> None:
    """A copy beside comes while the first is worked on; one after would wait for ever here."""
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.server.duplicate_deliveries(1)
    pubsub.receiver.say_nothing()

    pubsub.clients.publish(topic, *[b"x"] * 12)
    pubsub.receiver.take(12)

    assert eventually(lambda: 12 < pubsub.receiver.under_way < 24)


def test_what_the_receiver_says_to_a_copy_changes_nothing(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.server.duplicate_deliveries(1)
    pubsub.receiver.answer(204, 500)
    pubsub.clients.publish(topic, b"twice")
    pubsub.receiver.take(2)

    pubsub.server.duplicate_deliveries(0)
    pubsub.advance(minutes=5)
    pubsub.clients.publish(topic, b"marker")

    assert pubsub.receiver.next().data == b"marker"


def test_new_messages_can_be_shuffled(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.server.reorder_deliveries(timedelta(minutes=1))

    ids = pubsub.clients.publish(topic, *[b"x"] * 10)
    for _ in range(60):
        pubsub.advance(seconds=1)
    pushed = [push.message["messageId"] for push in pubsub.receiver.take(10)]

    assert sorted(pushed) == ids
    assert pushed != ids


def test_a_shuffle_keeps_the_order_that_was_promised(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic, enable_message_ordering=True)
    pubsub.server.reorder_deliveries(timedelta(minutes=1))

    pubsub.clients.publish(topic, b"1", b"2", b"3", ordering_key="order-1")

    assert [push.data for push in pubsub.receiver.take(3)] == [b"1", b"2", b"3"]


@pytest.mark.parametrize("ratio", [0, 1])
def test_pulling_is_spared_the_copies(pubsub: LocalPubSub, ratio: float) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic)
    pubsub.server.duplicate_deliveries(ratio)

    pubsub.clients.publish(topic, b"once")

    assert datas(pubsub.clients.pull(subscription)) == [b"once"]
