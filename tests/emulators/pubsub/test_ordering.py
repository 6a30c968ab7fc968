from __future__ import annotations

from tests.emulators.pubsub.clients import Clients, datas
from tests.emulators.pubsub.local_pubsub import LocalPubSub


def test_a_key_has_one_message_out_at_a_time(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic, enable_message_ordering=True)
    clients.publish(topic, b"a1", b"a2", ordering_key="a")
    clients.publish(topic, b"b1", b"b2", ordering_key="b")
    clients.publish(topic, b"free")

    first = clients.pull(subscription)
    clients.acknowledge(subscription, *first)
    second = clients.pull(subscription)

    assert datas(first) == [b"a1", b"b1", b"free"]
    assert datas(second) == [b"a2", b"b2"]


def test_after_a_nack_the_key_goes_on_from_the_rejected_message(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic, enable_message_ordering=True)
    clients.publish(topic, b"1", b"2", b"3", ordering_key="order-1")
    seen = []

    for attempt in range(5):
        received = clients.pull(subscription)
        seen += datas(received)
        if attempt in {0, 2}:
            clients.reject(subscription, *received)
        else:
            clients.acknowledge(subscription, *received)

    assert seen == [b"1", b"1", b"2", b"2", b"3"]


def test_back_off_holds_the_rest_of_the_key(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    policy = {"minimum_backoff": {"seconds": 30}, "maximum_backoff": {"seconds": 30}}
    subscription = pubsub.clients.subscription(
        topic, enable_message_ordering=True, retry_policy=policy
    )
    pubsub.clients.publish(topic, b"1", b"2", ordering_key="order-1")
    pubsub.clients.reject(subscription, *pubsub.clients.pull(subscription))

    pubsub.clients.publish(topic, b"other", ordering_key="order-2")
    meanwhile = datas(pubsub.clients.pull(subscription))
    pubsub.advance(seconds=31)

    assert meanwhile == [b"other"]
    assert b"1" in datas(pubsub.clients.pull(subscription))


def test_pushes_of_one_key_follow_each_other(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    pubsub.push_subscription(topic, enable_message_ordering=True)
    pubsub.receiver.answer(204, 500)

    pubsub.clients.publish(topic, b"1", b"2", b"3", ordering_key="order-1")
    before = pubsub.receiver.take(2)
    pubsub.sit_out_back_off()
    after = pubsub.receiver.take(2)

    assert [push.data for push in before] == [b"1", b"2"]
    assert [push.data for push in after] == [b"2", b"3"]
    assert {push.message["orderingKey"] for push in after} == {"order-1"}


def test_without_ordering_a_key_means_nothing(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)

    any_clients.publish(topic, b"1", b"2", ordering_key="order-1")

    received = any_clients.pull(subscription)
    assert sorted(datas(received)) == [b"1", b"2"]
    assert {one.message.ordering_key for one in received} == {"order-1"}
