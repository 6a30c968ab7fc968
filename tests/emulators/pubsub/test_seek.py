from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.api_core.exceptions import FailedPrecondition, InvalidArgument, NotFound

from emulators.identity.issuer import Issuer
from tests.emulators.pubsub.clients import Clients, a_snapshot_name, a_subscription_name, datas
from tests.emulators.pubsub.local_pubsub import LocalPubSub, running
from tests.emulators.pubsub.memory_shelf import MemoryShelf

RETAINING = {"retain_acked_messages": True}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def seek(clients: Clients, subscription: str, **target: Any) -> None:
    clients.subscriber.seek(request={"subscription": subscription, **target})


def take_all(clients: Clients, subscription: str) -> list[bytes]:
    """Pull what is there and acknowledge it."""
    received = clients.pull_now(subscription)
    if received:
        clients.acknowledge(subscription, *received)
    return datas(received)


def test_acknowledged_messages_come_again_from_an_instant_on(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic, **RETAINING)
    for data in (b"1", b"2", b"3"):
        any_clients.publish(topic, data)
    received = any_clients.pull(subscription)
    any_clients.acknowledge(subscription, *received)

    instant = received[1].message.publish_time
    seek(any_clients, subscription, time=instant)

    # Two of them may be of the same millisecond.
    expected = [one for one in received if one.message.publish_time >= instant]
    assert datas(any_clients.pull(subscription)) == datas(expected)


def test_a_seek_into_the_future_purges(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    any_clients.publish(topic, b"1", b"2")

    seek(any_clients, subscription, time=datetime.now(UTC) + timedelta(hours=1))
    any_clients.publish(topic, b"3")

    assert datas(any_clients.pull(subscription)) == [b"3"]


def test_without_retention_what_is_acknowledged_is_gone(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    any_clients.publish(topic, b"1")
    take_all(any_clients, subscription)
    any_clients.publish(topic, b"2")

    seek(any_clients, subscription, time=LONG_AGO)

    assert datas(any_clients.pull(subscription)) == [b"2"]


def test_what_a_topic_retains_reaches_a_subscription_made_later(clients: Clients) -> None:
    topic = clients.topic(message_retention_duration={"seconds": 3600})
    clients.publish(topic, b"before", attributes={"kind": "a"})
    clients.publish(topic, b"filtered", attributes={"kind": "b"})
    subscription = clients.subscription(topic, filter='attributes.kind = "a"')
    first = take_all(clients, subscription)

    seek(clients, subscription, time=LONG_AGO)

    assert first == []
    assert take_all(clients, subscription) == [b"before"]


def test_nothing_comes_back_once_its_retention_is_over(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    hour = {"message_retention_duration": {"seconds": 3600}}
    topic = clients.topic(**hour)
    subscription = clients.subscription(topic, **RETAINING, **hour)
    clients.publish(topic, b"old")
    take_all(clients, subscription)
    pubsub.advance(minutes=50)
    clients.publish(topic, b"young")
    take_all(clients, subscription)

    pubsub.advance(minutes=20)
    seek(clients, subscription, time=LONG_AGO)

    assert take_all(clients, subscription) == [b"young"]


def test_a_topic_can_retain_longer_than_a_subscription(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic = clients.topic(message_retention_duration={"seconds": 7200})
    subscription = clients.subscription(topic, message_retention_duration={"seconds": 600})
    clients.publish(topic, b"late but there")

    pubsub.advance(minutes=60)

    assert take_all(clients, subscription) == [b"late but there"]


def test_a_seek_takes_messages_away_from_who_has_them(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic = clients.topic()
    subscription = clients.subscription(topic, **RETAINING)
    clients.publish(topic, b"1")
    [before] = clients.pull(subscription)

    seek(clients, subscription, time=LONG_AGO)
    [again] = clients.pull(subscription)
    clients.acknowledge(subscription, before)
    pubsub.advance(seconds=11)

    assert before.ack_id != again.ack_id
    assert datas(clients.pull(subscription)) == [b"1"]


def test_a_key_stays_in_order_through_a_seek(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic, enable_message_ordering=True, **RETAINING)
    clients.publish(topic, b"1", b"2", b"3", ordering_key="order-1")
    first = [take_all(clients, subscription) for _ in range(3)]

    seek(clients, subscription, time=LONG_AGO)
    second = [take_all(clients, subscription) for _ in range(3)]

    assert first == second == [[b"1"], [b"2"], [b"3"]]


def test_switching_retention_off_forgets(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic, **RETAINING)
    clients.publish(topic, b"1")
    take_all(clients, subscription)

    for retains in (False, True):
        clients.subscriber.update_subscription(
            request={
                "subscription": {
                    "name": subscription,
                    "topic": topic,
                    "retain_acked_messages": retains,
                },
                "update_mask": {"paths": ["retain_acked_messages"]},
            }
        )
    seek(clients, subscription, time=LONG_AGO)

    assert take_all(clients, subscription) == []


def test_retained_messages_can_be_sought_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic(message_retention_duration={"seconds": 3600})
        subscription = before.clients.subscription(before.clients.topic(), **RETAINING)
        retaining = before.clients.subscriber.get_subscription(subscription=subscription).topic
        for one in (topic, retaining):
            before.clients.publish(one, b"kept", attributes={"a": "b"})
        take_all(before.clients, subscription)

    with running(issuer, shelf) as after:
        later = after.clients.subscription(topic)
        for one in (subscription, later):
            seek(after.clients, one, time=LONG_AGO)

        assert take_all(after.clients, subscription) == [b"kept"]
        assert take_all(after.clients, later) == [b"kept"]


def test_a_seek_needs_a_target_that_is_there(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    elsewhere = any_clients.subscription(any_clients.topic())
    snapshot = a_snapshot_name()
    any_clients.subscriber.create_snapshot(name=snapshot, subscription=elsewhere)

    with pytest.raises(InvalidArgument):
        seek(any_clients, subscription)
    with pytest.raises(NotFound):
        seek(any_clients, subscription, snapshot=a_snapshot_name())
    with pytest.raises(FailedPrecondition):
        seek(any_clients, subscription, snapshot=snapshot)
    with pytest.raises(NotFound):
        seek(any_clients, a_subscription_name(), time=LONG_AGO)
