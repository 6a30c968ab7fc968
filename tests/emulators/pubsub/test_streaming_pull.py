from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument, NotFound
from google.cloud.pubsub_v1.types import (  # type: ignore[import-untyped] # ships no type information
    FlowControl,
)
from google.pubsub_v1 import StreamingPullRequest

from tests.emulators.loop_thread import eventually
from tests.emulators.pubsub.clients import Clients, datas
from tests.emulators.pubsub.local_pubsub import LocalPubSub

PATIENCE_SECONDS = 5.0


@contextmanager
def subscribed(
    clients: Clients, subscription: str, callback: Callable[[Any], None], **flow: int
) -> Iterator[Any]:
    """Run the client library's own subscriber for a while."""
    future = clients.subscriber.subscribe(
        subscription, callback, flow_control=FlowControl(**flow), await_callbacks_on_shutdown=True
    )
    try:
        yield future
    finally:
        future.cancel()
        future.exception(timeout=PATIENCE_SECONDS)


class Stream:
    """A stream by hand: what the client library's subscriber hides can be said and seen here."""

    def __init__(self, clients: Clients, subscription: str, **settings: Any) -> None:
        self._requests: queue.Queue[StreamingPullRequest | None] = queue.Queue()
        settings = {"stream_ack_deadline_seconds": 10, **settings}
        self.say(subscription=subscription, **settings)
        self._responses = clients.subscriber.streaming_pull(iter(self._requests.get, None))

    def say(self, **request: Any) -> None:
        self._requests.put(StreamingPullRequest(**request))

    def hear(self) -> Any:
        return next(self._responses)

    def end(self) -> None:
        """Close the client's side; the server may send a last heartbeat but no message."""
        self._requests.put(None)
        assert not any(response.received_messages for response in self._responses)


def test_a_subscriber_gets_each_message_once_and_acknowledges_it(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    received: queue.Queue[bytes] = queue.Queue()

    def take(message: Any) -> None:
        message.ack()
        received.put(message.data)

    with subscribed(any_clients, subscription, take):
        for number in range(20):
            any_clients.publisher.publish(topic, b"%d" % number)
        taken = [received.get(timeout=PATIENCE_SECONDS) for _ in range(20)]

    assert sorted(taken, key=int) == [b"%d" % number for number in range(20)]
    assert received.empty()


def test_a_subscriber_that_says_no_gets_the_message_again(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    received: queue.Queue[str] = queue.Queue()

    def take_at_second_sight(message: Any) -> None:
        if received.empty():
            message.nack()
        else:
            message.ack()
        received.put(message.message_id)

    with subscribed(any_clients, subscription, take_at_second_sight):
        [message_id] = any_clients.publish(topic, b"hard to sell")
        taken = [received.get(timeout=PATIENCE_SECONDS) for _ in range(2)]

    assert taken == [message_id] * 2


def test_a_stream_sends_no_more_than_the_client_can_take(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    clients.publish(topic, b"1", b"2", b"3")
    stream = Stream(clients, subscription, max_outstanding_messages=2)

    first = stream.hear().received_messages
    stream.say(ack_ids=[first[0].ack_id])
    second = stream.hear().received_messages

    assert datas(first) == [b"1", b"2"]
    assert datas(second) == [b"3"]
    stream.end()


def test_a_stream_counts_bytes_too(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    clients.publish(topic, bytes(600), bytes(600))
    stream = Stream(clients, subscription, max_outstanding_bytes=500)

    first = stream.hear().received_messages
    stream.say(modify_deadline_ack_ids=[first[0].ack_id], modify_deadline_seconds=[0])
    second = stream.hear().received_messages

    assert len(first) == len(second) == 1
    stream.end()


def test_the_deadline_of_the_stream_holds_for_its_messages(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic, ack_deadline_seconds=600)
    pubsub.clients.publish(topic, b"slow")
    stream = Stream(pubsub.clients, subscription, stream_ack_deadline_seconds=20)

    [first] = stream.hear().received_messages
    pubsub.advance(seconds=21)
    [second] = stream.hear().received_messages

    assert first.message.message_id == second.message.message_id
    stream.end()


def test_a_deadline_extended_on_the_stream_holds(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic)
    pubsub.clients.publish(topic, b"slow", b"quick", b"late")
    stream = Stream(pubsub.clients, subscription, max_outstanding_messages=2)
    slow, quick = stream.hear().received_messages

    stream.say(modify_deadline_ack_ids=[slow.ack_id], modify_deadline_seconds=[300])
    stream.say(ack_ids=[quick.ack_id])
    first = stream.hear().received_messages  # "quick" made room, so "slow" is extended by now
    pubsub.advance(seconds=299)

    assert datas(first) == datas(stream.hear().received_messages) == [b"late"]
    stream.end()


def test_an_idle_stream_beats_for_clients_that_know_about_it(pubsub: LocalPubSub) -> None:
    ordered = pubsub.clients.subscription(pubsub.clients.topic(), enable_message_ordering=True)
    stream = Stream(pubsub.clients, ordered, protocol_version=1)

    def time_passes_and_something_is_heard() -> bool:
        pubsub.advance(seconds=31)
        return hearing.done()

    with ThreadPoolExecutor() as threads:
        hearing = threads.submit(stream.hear)
        assert eventually(time_passes_and_something_is_heard)

    beat = hearing.result()
    assert list(beat.received_messages) == []
    assert beat.subscription_properties.message_ordering_enabled
    stream.end()


def test_a_stream_ends_when_its_subscription_is_deleted(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    received: queue.Queue[bytes] = queue.Queue()

    def take(message: Any) -> None:
        message.ack()
        received.put(message.data)

    with subscribed(any_clients, subscription, take) as future:
        any_clients.publish(topic, b"the stream is open")
        received.get(timeout=PATIENCE_SECONDS)
        any_clients.subscriber.delete_subscription(subscription=subscription)

        assert isinstance(future.exception(timeout=PATIENCE_SECONDS), NotFound)


@pytest.mark.parametrize(
    "request_",
    [
        {"ack_ids": ["nonsense"]},
        {"modify_deadline_ack_ids": ["1-1"]},
        {"modify_deadline_ack_ids": ["1-1"], "modify_deadline_seconds": [-1]},
        {"stream_ack_deadline_seconds": 5},
        {"max_outstanding_messages": 5},
    ],
)
def test_a_stream_breaks_off_at_a_wrong_request(clients: Clients, request_: dict[str, Any]) -> None:
    stream = Stream(clients, clients.subscription(clients.topic()))

    stream.say(**request_)

    with pytest.raises(InvalidArgument):
        stream.hear()


def test_two_streams_share_the_messages(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    streams = [Stream(clients, subscription, max_outstanding_messages=1) for _ in range(2)]

    clients.publish(topic, b"1", b"2")

    heard = [datas(list(stream.hear().received_messages)) for stream in streams]
    assert sorted(heard) == [[b"1"], [b"2"]]
    for stream in streams:
        stream.end()
