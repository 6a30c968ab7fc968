from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument, NotFound
from google.pubsub_v1 import PubsubMessage

from tests.emulators.pubsub.clients import Clients, a_topic_name, datas


def test_a_message_arrives_as_it_was_published(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)

    future = any_clients.publisher.publish(topic, b"\x00\xff", provider="stripe")
    [received] = any_clients.pull(subscription)

    assert received.message.data == b"\x00\xff"
    assert dict(received.message.attributes) == {"provider": "stripe"}
    assert received.message.message_id == future.result(timeout=5)
    assert received.message.publish_time.timestamp() > 0


def test_a_publisher_decides_neither_on_the_id_nor_on_the_time(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)

    [message_id] = any_clients.publish(
        topic, b"x", message_id="7", publish_time={"seconds": 1, "nanos": 5}
    )
    [received] = any_clients.pull(subscription)

    assert received.message.message_id == message_id != "7"
    assert received.message.publish_time.timestamp() > 1
    assert received.message.publish_time.nanosecond % 1_000_000 == 0


def test_message_ids_grow(any_clients: Clients) -> None:
    topic = any_clients.topic()

    ids = [*any_clients.publish(topic, b"1", b"2"), *any_clients.publish(topic, b"3")]

    assert sorted(ids, key=int) == ids
    assert len(set(ids)) == 3


def test_every_subscription_of_the_topic_gets_the_message(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscriptions = [any_clients.subscription(topic) for _ in range(2)]

    any_clients.publish(topic, b"for all")

    assert [datas(any_clients.pull(one)) for one in subscriptions] == [[b"for all"]] * 2


def test_attributes_alone_are_content_enough(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)

    any_clients.publish(topic, b"", attributes={"only": "this"})

    [received] = any_clients.pull(subscription)
    assert dict(received.message.attributes) == {"only": "this"}


@pytest.mark.parametrize("message", [{}, {"ordering_key": "order-1"}], ids=["bare", "only a key"])
def test_an_empty_message_is_refused(any_clients: Clients, message: dict[str, Any]) -> None:
    topic = any_clients.topic()

    with pytest.raises(InvalidArgument):
        any_clients.publish(topic, b"", **message)


def test_nobody_publishes_to_a_topic_that_is_not_there(any_clients: Clients) -> None:
    with pytest.raises(NotFound):
        any_clients.publish(a_topic_name(), b"anybody?")


@pytest.mark.parametrize(
    "message",
    [
        {"attributes": {"": "value"}},
        {"attributes": {"googclient": "value"}},
        {"attributes": {"k" * 257: "value"}},
        {"attributes": {"key": "v" * 1025}},
        {"attributes": {f"key-{number}": "value" for number in range(101)}},
        {"data": b"x", "ordering_key": "k" * 1025},
        {"data": bytes(10_000_001)},
    ],
    ids=[
        "no key",
        "reserved key",
        "long key",
        "long value",
        "many attributes",
        "long ordering key",
        "ten megabytes",
    ],
)
def test_a_message_beyond_the_limits_is_refused(clients: Clients, message: dict[str, Any]) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic)

    with pytest.raises(InvalidArgument):
        clients.stub.publish(topic=topic, messages=[PubsubMessage(**message)])

    clients.publish(topic, b"within the limits")
    assert datas(clients.pull(subscription)) == [b"within the limits"]


@pytest.mark.parametrize("count", [0, 1001])
def test_a_request_holds_one_to_a_thousand_messages(clients: Clients, count: int) -> None:
    topic = clients.topic()

    with pytest.raises(InvalidArgument):
        clients.publish(topic, *[b"x"] * count)


def test_a_message_may_hold_almost_ten_megabytes(clients: Clients) -> None:
    topic = clients.topic()

    assert len(clients.publish(topic, bytes(9_900_000))) == 1
