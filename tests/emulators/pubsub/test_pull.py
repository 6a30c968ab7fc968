from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from google.api_core.exceptions import FailedPrecondition, InvalidArgument, NotFound

from tests.emulators.loop_thread import eventually
from tests.emulators.pubsub.clients import Clients, a_subscription_name, datas
from tests.emulators.pubsub.local_pubsub import LocalPubSub


def nothing_is_ready(pubsub: LocalPubSub, subscription: str) -> bool:
    """Publish a marker and see that it is all there is."""
    topic = pubsub.clients.subscriber.get_subscription(subscription=subscription).topic
    pubsub.clients.publish(topic, b"marker")
    received = pubsub.clients.pull(subscription)
    pubsub.clients.acknowledge(subscription, *received)
    return datas(received) == [b"marker"]


def test_an_acknowledged_message_does_not_come_again(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic)
    pubsub.clients.publish(topic, b"once")

    pubsub.clients.acknowledge(subscription, *pubsub.clients.pull(subscription))
    pubsub.advance(days=1)

    assert nothing_is_ready(pubsub, subscription)


def test_a_message_is_held_back_until_its_deadline_and_then_comes_again(
    pubsub: LocalPubSub,
) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic, ack_deadline_seconds=30)
    pubsub.clients.publish(topic, b"slow")
    [first] = pubsub.clients.pull(subscription)

    pubsub.advance(seconds=29)
    held_back = nothing_is_ready(pubsub, subscription)
    pubsub.advance(seconds=2)
    [second] = pubsub.clients.pull(subscription)

    assert held_back
    assert second.message.message_id == first.message.message_id
    assert second.ack_id != first.ack_id


def test_an_acknowledgement_after_the_deadline_comes_too_late(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic)
    pubsub.clients.publish(topic, b"slow")
    [late] = pubsub.clients.pull(subscription)
    pubsub.advance(seconds=11)

    pubsub.clients.acknowledge(subscription, late)

    assert datas(pubsub.clients.pull(subscription)) == [b"slow"]


def test_a_deadline_can_be_extended(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic)
    pubsub.clients.publish(topic, b"very slow")
    received = pubsub.clients.pull(subscription)

    pubsub.clients.extend(subscription, 600, *received)
    pubsub.advance(seconds=599)
    held_back = nothing_is_ready(pubsub, subscription)
    pubsub.advance(seconds=2)

    assert held_back
    assert datas(pubsub.clients.pull(subscription)) == [b"very slow"]


def test_a_rejected_message_comes_again_at_once(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    any_clients.publish(topic, b"not now")

    any_clients.reject(subscription, *any_clients.pull(subscription))

    assert datas(any_clients.pull(subscription)) == [b"not now"]


def test_a_retry_policy_doubles_the_wait_up_to_its_maximum(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    policy = {"minimum_backoff": {"seconds": 10}, "maximum_backoff": {"seconds": 30}}
    subscription = pubsub.clients.subscription(topic, retry_policy=policy)
    pubsub.clients.publish(topic, b"later")

    for wait_seconds in (10, 20, 30, 30):
        pubsub.clients.reject(subscription, *pubsub.clients.pull(subscription))
        pubsub.advance(seconds=wait_seconds - 1)
        assert nothing_is_ready(pubsub, subscription)
        pubsub.advance(seconds=2)

    assert datas(pubsub.clients.pull(subscription)) == [b"later"]


def test_a_pull_returns_no_more_than_it_asked_for(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    any_clients.publish(topic, b"1", b"2", b"3")

    assert len(any_clients.pull(subscription, max_messages=2)) == 2
    assert len(any_clients.pull(subscription, max_messages=2)) == 1


def test_a_pull_returns_no_more_than_a_client_accepts(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    clients.publish(topic, bytes(2_000_000), bytes(2_000_000))

    assert len(clients.pull(subscription)) == 1
    assert len(clients.pull(subscription)) == 1


def test_a_pull_waits_for_a_message(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    # Nothing tells when the pull has begun to wait; a tenth of a second makes it likely.
    publishing = threading.Timer(0.1, any_clients.publish, (topic, b"at last"))
    publishing.start()

    received = any_clients.pull(subscription)

    publishing.join()
    assert datas(received) == [b"at last"]


def test_a_pull_that_waited_in_vain_comes_back_empty(pubsub: LocalPubSub) -> None:
    subscription = pubsub.clients.subscription(pubsub.clients.topic())

    def a_second_passes_and_the_pull_is_over() -> bool:
        pubsub.advance(seconds=1)
        return pulling.done()

    with ThreadPoolExecutor() as threads:
        pulling = threads.submit(pubsub.clients.pull, subscription)
        assert eventually(a_second_passes_and_the_pull_is_over)

    assert pulling.result() == []


def test_a_message_is_dropped_when_its_retention_ends(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(
        topic, message_retention_duration=timedelta(minutes=10)
    )
    pubsub.clients.publish(topic, b"stale")

    pubsub.advance(minutes=11)

    assert nothing_is_ready(pubsub, subscription)


def test_a_pull_asks_for_at_least_one_message(any_clients: Clients) -> None:
    subscription = any_clients.subscription(any_clients.topic())

    with pytest.raises(InvalidArgument):
        any_clients.pull(subscription, max_messages=0)


def test_an_ack_id_that_never_was_one_is_refused(any_clients: Clients) -> None:
    subscription = any_clients.subscription(any_clients.topic())

    with pytest.raises(InvalidArgument):
        any_clients.subscriber.acknowledge(subscription=subscription, ack_ids=["nonsense"])


@pytest.mark.parametrize("seconds", [-1, 601])
def test_a_deadline_is_at_most_ten_minutes_away(clients: Clients, seconds: int) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    clients.publish(topic, b"x")
    received = clients.pull(subscription)

    with pytest.raises(InvalidArgument):
        clients.extend(subscription, seconds, *received)


def test_nobody_pulls_from_a_subscription_that_is_not_there(any_clients: Clients) -> None:
    with pytest.raises(NotFound):
        any_clients.pull(a_subscription_name())


def test_a_push_subscription_cannot_be_pulled_from(pubsub: LocalPubSub) -> None:
    subscription = pubsub.push_subscription(pubsub.clients.topic())

    with pytest.raises(FailedPrecondition):
        pubsub.clients.pull(subscription)
