from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from google.api_core.exceptions import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
)

from emulators.identity.issuer import Issuer
from tests.emulators.pubsub.clients import (
    PROJECT,
    Clients,
    a_snapshot_name,
    a_subscription_name,
    datas,
)
from tests.emulators.pubsub.local_pubsub import LocalPubSub, running
from tests.emulators.pubsub.memory_shelf import MemoryShelf


def a_snapshot(clients: Clients, subscription: str) -> str:
    name = a_snapshot_name()
    clients.subscriber.create_snapshot(name=name, subscription=subscription)
    return name


def test_a_snapshot_brings_back_what_was_owed_and_what_came_since(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    any_clients.publish(topic, b"done", b"owed")
    received = any_clients.pull(subscription)
    any_clients.acknowledge(subscription, *[one for one in received if one.message.data == b"done"])

    snapshot = a_snapshot(any_clients, subscription)
    any_clients.acknowledge(subscription, *[one for one in received if one.message.data == b"owed"])
    any_clients.publish(topic, b"since")
    any_clients.acknowledge(subscription, *any_clients.pull(subscription))
    any_clients.subscriber.seek(request={"subscription": subscription, "snapshot": snapshot})

    assert sorted(datas(any_clients.pull(subscription))) == [b"owed", b"since"]


def test_another_subscription_of_the_topic_can_take_a_snapshot_over(clients: Clients) -> None:
    topic = clients.topic()
    first = clients.subscription(topic)
    clients.publish(topic, b"1", b"2")
    clients.acknowledge(first, clients.pull(first)[0])
    snapshot = a_snapshot(clients, first)
    second = clients.subscription(topic)

    clients.subscriber.seek(request={"subscription": second, "snapshot": snapshot})

    assert datas(clients.pull(second)) == [b"2"]


def test_a_snapshot_is_there_from_its_creation_to_its_deletion(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    snapshot = a_snapshot(any_clients, subscription)

    found = any_clients.subscriber.get_snapshot(snapshot=snapshot)
    listed = list(any_clients.subscriber.list_snapshots(project=PROJECT))
    of_topic = list(any_clients.publisher.list_topic_snapshots(topic=topic))
    any_clients.subscriber.delete_snapshot(snapshot=snapshot)

    assert found.topic == topic
    assert snapshot in {one.name for one in listed}
    assert of_topic == [snapshot]
    with pytest.raises(NotFound):
        any_clients.subscriber.get_snapshot(snapshot=snapshot)
    with pytest.raises(NotFound):
        any_clients.subscriber.delete_snapshot(snapshot=snapshot)


def test_labels_and_nothing_else_can_be_updated(clients: Clients) -> None:
    snapshot = a_snapshot(clients, clients.subscription(clients.topic()))

    updated = clients.subscriber.update_snapshot(
        request={
            "snapshot": {"name": snapshot, "labels": {"team": "billing"}},
            "update_mask": {"paths": ["labels"]},
        }
    )

    assert dict(updated.labels) == {"team": "billing"}
    for paths in ([], ["topic"], ["expire_time"], ["bogus"]):
        with pytest.raises(InvalidArgument):
            clients.subscriber.update_snapshot(
                request={"snapshot": {"name": snapshot}, "update_mask": {"paths": paths}}
            )


def test_a_snapshot_needs_a_name_of_its_own_and_a_subscription(any_clients: Clients) -> None:
    subscription = any_clients.subscription(any_clients.topic())
    taken = a_snapshot(any_clients, subscription)
    create = any_clients.subscriber.create_snapshot

    with pytest.raises(AlreadyExists):
        create(name=taken, subscription=subscription)
    with pytest.raises(InvalidArgument):
        create(name="snapshot", subscription=subscription)
    with pytest.raises(NotFound):
        create(name=a_snapshot_name(), subscription=a_subscription_name())


def test_a_snapshot_expires_a_week_after_its_oldest_message(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic = clients.topic()
    idle, behind = clients.subscription(topic), clients.subscription(topic)
    clients.publish(topic, b"old")
    clients.acknowledge(idle, *clients.pull(idle))
    pubsub.advance(days=3)
    now = datetime.now(UTC) + timedelta(days=3)

    snapshots = [a_snapshot(clients, one) for one in (idle, behind)]
    lives = [clients.subscriber.get_snapshot(snapshot=one).expire_time - now for one in snapshots]
    pubsub.advance(days=4, hours=1)

    assert [round(life / timedelta(days=1), 2) for life in lives] == [7, 4]
    assert [one.name for one in clients.subscriber.list_snapshots(project=PROJECT)] == [
        snapshots[0]
    ]


def test_a_backlog_too_old_makes_no_snapshot(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic = clients.topic()
    subscription = clients.subscription(topic)
    clients.publish(topic, b"old")
    pubsub.advance(days=6, hours=23, minutes=30)

    with pytest.raises(FailedPrecondition):
        a_snapshot(clients, subscription)


def test_a_snapshot_outlives_its_topic(clients: Clients) -> None:
    topic = clients.topic()
    snapshot = a_snapshot(clients, clients.subscription(topic))

    clients.publisher.delete_topic(topic=topic)

    assert clients.subscriber.get_snapshot(snapshot=snapshot).topic == "_deleted-topic_"


def test_a_snapshot_is_whole_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic()
        subscription = before.clients.subscription(topic)
        before.clients.publish(topic, b"owed")
        snapshot = a_snapshot(before.clients, subscription)
        before.clients.publish(topic, b"since")
        before.clients.acknowledge(subscription, *before.clients.pull(subscription))

    with running(issuer, shelf) as after:
        after.clients.publish(topic, b"later")
        after.clients.acknowledge(subscription, *after.clients.pull(subscription))
        after.clients.subscriber.seek(request={"subscription": subscription, "snapshot": snapshot})
        brought_back = datas(after.clients.pull(subscription))
        after.advance(days=7, hours=1)
        left = list(after.clients.subscriber.list_snapshots(project=PROJECT))

    assert brought_back == [b"owed", b"since", b"later"]
    assert left == []
    assert not any(key.startswith(("history/", "snapshot/")) for key in shelf.held)
