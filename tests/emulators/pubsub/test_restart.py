from __future__ import annotations

from emulators.identity.issuer import Issuer
from tests.emulators.pubsub.clients import datas
from tests.emulators.pubsub.local_pubsub import running
from tests.emulators.pubsub.memory_shelf import MemoryShelf


def test_what_was_not_acknowledged_comes_again_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic()
        subscription = before.clients.subscription(topic, enable_message_ordering=True)
        before.clients.publish(topic, b"done", b"out on a lease")
        done, _ = before.clients.pull(subscription)
        before.clients.acknowledge(subscription, done)
        before.clients.publish(topic, b"never seen", attributes={"a": "b"}, ordering_key="key")

    with running(issuer, shelf) as after:
        received = after.clients.pull(subscription)
        found = after.clients.subscriber.get_subscription(subscription=subscription)

    assert datas(received) == [b"out on a lease", b"never seen"]
    assert dict(received[1].message.attributes) == {"a": "b"}
    assert received[1].message.ordering_key == "key"
    assert found.topic == topic
    assert found.enable_message_ordering


def test_pushes_go_on_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic()
        before.push_subscription(topic)
        before.receiver.say_nothing()
        before.clients.publish(topic, b"unanswered")
        before.receiver.next()

    with running(issuer, shelf) as after:
        assert after.receiver.next().data == b"unanswered"


def test_attempts_are_still_counted_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic()
        policy = {"dead_letter_topic": topic}
        subscription = before.clients.subscription(topic, dead_letter_policy=policy)
        before.clients.publish(topic, b"poison")
        for _ in range(3):
            before.clients.reject(subscription, *before.clients.pull(subscription))

    with running(issuer, shelf) as after:
        [received] = after.clients.pull(subscription)

    assert received.delivery_attempt == 4


def test_message_ids_go_on_growing_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic()
        [first] = before.clients.publish(topic, b"x")

    with running(issuer, shelf) as after:
        [second] = after.clients.publish(topic, b"x")

    assert int(second) > int(first)


def test_what_was_deleted_stays_deleted_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic, other = before.clients.topic(), before.clients.topic()
        before.clients.publisher.delete_topic(topic=topic)
        subscription = before.clients.subscription(other)
        before.clients.publish(other, b"x")
        before.clients.subscriber.delete_subscription(subscription=subscription)

    assert not any(key.startswith(("subscription/", "unacked/")) for key in shelf.held)
    assert [key for key in shelf.held if key.startswith("topic/")] == [f"topic/{other}"]


def test_a_detached_subscription_stays_detached_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic()
        subscription = before.clients.subscription(topic)
        before.clients.publisher.detach_subscription(request={"subscription": subscription})

    with running(issuer, shelf) as after:
        assert after.clients.subscriber.get_subscription(subscription=subscription).detached
        assert list(after.clients.publisher.list_topic_subscriptions(topic=topic)) == []
