from __future__ import annotations

import asyncio

import pytest

from tests.emulators.loop_thread import eventually
from tests.emulators.pubsub.clients import datas
from tests.emulators.pubsub.local_pubsub import LEASE_SECONDS, LocalPubSub
from tests.emulators.pubsub.receiver import ENDPOINT


@pytest.mark.parametrize("status", [102, 200, 201, 202, 204])
def test_these_answers_acknowledge(pubsub: LocalPubSub, status: int) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.receiver.answer(status)
    pubsub.clients.publish(topic, b"first")
    pubsub.receiver.next()

    pubsub.clients.publish(topic, b"second")
    second = pubsub.receiver.next()
    pubsub.advance(hours=1)
    pubsub.clients.publish(topic, b"third")

    assert second.data == b"second"
    assert pubsub.receiver.next().data == b"third"


@pytest.mark.parametrize("status", [203, 206, 302, 400, 404, 429, 500, 503])
def test_every_other_answer_brings_the_message_back(pubsub: LocalPubSub, status: int) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.receiver.answer(status)

    [message_id] = pubsub.clients.publish(topic, b"again")
    first = pubsub.receiver.next()
    pubsub.sit_out_back_off()
    second = pubsub.receiver.next()

    assert first.message["messageId"] == second.message["messageId"] == message_id


def test_without_a_policy_the_wait_doubles_from_a_tenth_of_a_second_to_a_minute(
    pubsub: LocalPubSub,
) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.receiver.answer(then=503)
    pubsub.clients.publish(topic, b"again")

    waits = [pubsub.sit_out_back_off() for _ in range(12)]

    pubsub.receiver.take(13)
    doubled = [0.1 * 2**times for times in range(10)]
    assert waits == pytest.approx([*doubled, 60, 60], abs=0.01)


def test_a_retry_policy_sets_the_waits(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    policy = {"minimum_backoff": {"seconds": 100}, "maximum_backoff": {"seconds": 300}}
    pubsub.push_subscription(topic, retry_policy=policy)
    pubsub.receiver.answer(then=503)
    pubsub.clients.publish(topic, b"again")

    waits = [pubsub.sit_out_back_off() for _ in range(4)]

    pubsub.receiver.take(5)
    assert waits == pytest.approx([100, 200, 300, 300], abs=0.01)


def test_an_answer_after_the_ack_deadline_is_none(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.receiver.say_nothing()
    pubsub.clients.publish(topic, b"slow")
    first = pubsub.receiver.next()

    pubsub.advance(seconds=LEASE_SECONDS - 1)
    pubsub.clients.publish(topic, b"marker")
    marker = pubsub.receiver.next()
    pubsub.advance(seconds=1)
    pubsub.sit_out_back_off()
    second = pubsub.receiver.next()

    assert [push.data for push in (first, marker, second)] == [b"slow", b"marker", b"slow"]
    assert eventually(lambda: pubsub.receiver.under_way == 2)  # the first was hung up on


def test_a_refused_connection_brings_the_message_back(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.loop.run(pubsub.receiver.stop())
    pubsub.push_subscription(topic)
    pubsub.clients.publish(topic, b"nobody home")

    pubsub.loop.run(pubsub.receiver.start(pubsub.receiver.port))
    pubsub.sit_out_back_off()

    assert pubsub.receiver.next().data == b"nobody home"


def test_many_messages_are_on_their_way_at_once(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.clients.publish(topic, *[b"warm up"] * 100)
    pubsub.receiver.take(100)

    pubsub.receiver.say_nothing()
    pubsub.clients.publish(topic, *[b"x"] * 100)
    pubsub.receiver.take(64)

    assert pubsub.receiver.most_under_way >= 64


def test_an_unproven_receiver_is_not_flooded(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic)
    pubsub.receiver.say_nothing()
    pubsub.clients.publish(topic, *[b"x"] * 100)
    pubsub.receiver.take(16)

    pubsub.clients.publish(pubsub.clients.topic(), b"a round trip")

    assert pubsub.receiver.most_under_way == 16


def test_a_subscription_may_change_from_push_to_pull_and_back(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic = clients.topic()
    subscription = pubsub.push_subscription(topic)

    clients.subscriber.modify_push_config(subscription=subscription, push_config={})
    clients.publish(topic, b"pulled")
    received = clients.pull(subscription)
    clients.acknowledge(subscription, *received)
    clients.publish(topic, b"pushed")
    clients.subscriber.modify_push_config(
        subscription=subscription, push_config={"push_endpoint": ENDPOINT}
    )

    assert datas(received) == [b"pulled"]
    assert pubsub.receiver.next().data == b"pushed"


def test_a_deleted_subscription_hangs_up_on_its_receiver(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.push_subscription(topic)
    pubsub.receiver.say_nothing()
    pubsub.clients.publish(topic, b"x")
    pubsub.receiver.next()

    pubsub.clients.subscriber.delete_subscription(subscription=subscription)

    assert eventually(lambda: pubsub.receiver.under_way == 0)


def test_an_answer_of_102_needs_no_answer_after_it(pubsub: LocalPubSub) -> None:
    """Some servers send 102 as their whole answer and keep the connection open."""
    asked: asyncio.Queue[bytes] = pubsub.loop.call(asyncio.Queue)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.put_nowait(await reader.readuntil(b'"}'))
        writer.write(b"HTTP/1.1 102 Processing\r\n\r\n")
        await reader.read()
        writer.close()

    listener = pubsub.loop.run(asyncio.start_server(answer, "127.0.0.1", 0))
    port = listener.sockets[0].getsockname()[1]
    topic = pubsub.clients.topic()
    subscription = pubsub.push_subscription(topic, f"http://127.0.0.1:{port}/")
    pubsub.clients.publish(topic, b"one")
    first = pubsub.loop.run(asked.get())
    pubsub.advance(minutes=5)
    pubsub.clients.publish(topic, b"two")
    second = pubsub.loop.run(asked.get())
    pubsub.clients.subscriber.delete_subscription(subscription=subscription)
    pubsub.loop.call(listener.close)

    assert b"b25l" in first  # "one" in base64
    assert b"dHdv" in second  # "two"
