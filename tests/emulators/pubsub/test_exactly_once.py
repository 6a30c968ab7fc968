from __future__ import annotations

import queue
from concurrent.futures import Future
from typing import Any

import pytest
from google.api_core.exceptions import GoogleAPICallError, InvalidArgument, ServiceUnavailable
from google.cloud.pubsub_v1.subscriber.exceptions import (  # type: ignore[import-untyped] # ships no type information
    AcknowledgeError,
    AcknowledgeStatus,
)
from google.rpc.error_details_pb2 import ErrorInfo

from emulators.identity.issuer import Issuer
from tests.emulators.pubsub.clients import Clients, datas
from tests.emulators.pubsub.local_pubsub import LocalPubSub, running
from tests.emulators.pubsub.memory_shelf import MemoryShelf
from tests.emulators.pubsub.test_streaming_pull import PATIENCE_SECONDS, Stream, subscribed

EXACTLY_ONCE = {"enable_exactly_once_delivery": True}
INVALID = "PERMANENT_FAILURE_INVALID_ACK_ID"


def outcomes(refusal: GoogleAPICallError) -> dict[str, str]:
    """What the refusal says of each ack id, as the client libraries read it."""
    [info] = refusal.details
    assert isinstance(info, ErrorInfo)
    assert info.reason == "EXACTLY_ONCE_ACKID_FAILURE"
    return dict(info.metadata)


def test_an_acknowledgement_counts_once(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic, **EXACTLY_ONCE)
    any_clients.publish(topic, b"1")
    [received] = any_clients.pull(subscription)
    any_clients.acknowledge(subscription, received)

    with pytest.raises(InvalidArgument) as refused:
        any_clients.acknowledge(subscription, received)

    assert outcomes(refused.value) == {received.ack_id: INVALID}


def test_an_ack_id_goes_stale_with_its_deadline(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic = clients.topic()
    subscription = clients.subscription(topic, **EXACTLY_ONCE)
    clients.publish(topic, b"1", b"2")
    late, quick = clients.pull(subscription)
    clients.extend(subscription, 60, quick)
    pubsub.advance(seconds=11)

    with pytest.raises(InvalidArgument) as refused:
        clients.acknowledge(subscription, late, quick)
    again = clients.pull(subscription)

    assert outcomes(refused.value) == {late.ack_id: INVALID}
    assert "acknowledgement ids have expired" in refused.value.message
    assert datas(again) == [b"1"]
    assert again[0].ack_id != late.ack_id


@pytest.mark.parametrize("seconds", [0, 30])
def test_a_deadline_of_a_stale_ack_id_cannot_be_changed(any_clients: Clients, seconds: int) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic, **EXACTLY_ONCE)
    any_clients.publish(topic, b"1")
    [received] = any_clients.pull(subscription)
    any_clients.acknowledge(subscription, received)

    with pytest.raises(InvalidArgument) as refused:
        any_clients.extend(subscription, seconds, received)

    assert outcomes(refused.value) == {received.ack_id: INVALID}


def test_an_id_that_never_was_one_is_as_good_as_stale(clients: Clients) -> None:
    subscription = clients.subscription(clients.topic(), **EXACTLY_ONCE)

    with pytest.raises(InvalidArgument) as refused:
        clients.subscriber.acknowledge(subscription=subscription, ack_ids=["nonsense"])

    assert outcomes(refused.value) == {"nonsense": INVALID}


def test_ack_ids_from_before_a_restart_are_stale(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic()
        subscription = before.clients.subscription(topic, **EXACTLY_ONCE)
        before.clients.publish(topic, b"1")
        [received] = before.clients.pull(subscription)

    with running(issuer, shelf) as after:
        [again] = after.clients.pull(subscription)
        with pytest.raises(InvalidArgument):
            after.clients.acknowledge(subscription, received)
        after.clients.acknowledge(subscription, again)


def test_an_acknowledgement_that_fails_for_the_moment_can_be_repeated(
    pubsub: LocalPubSub,
) -> None:
    clients = pubsub.clients
    topic = clients.topic()
    subscription = clients.subscription(topic, **EXACTLY_ONCE)
    clients.publish(topic, b"1")
    [received] = clients.pull(subscription)
    request = {"subscription": subscription, "ack_ids": [received.ack_id]}

    pubsub.server.fail_acknowledgements(1.0)
    with pytest.raises(ServiceUnavailable) as refused:
        clients.subscriber.acknowledge(request=request, retry=None)
    pubsub.server.fail_acknowledgements(0.0)
    clients.subscriber.acknowledge(request=request, retry=None)

    assert outcomes(refused.value)[received.ack_id].startswith("TRANSIENT_")


def test_the_library_hears_that_its_acknowledgement_took_effect(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic, **EXACTLY_ONCE)
    confirmations: queue.Queue[Future[Any]] = queue.Queue()

    def take(message: Any) -> None:
        confirmations.put(message.ack_with_response())

    with subscribed(any_clients, subscription, take):
        any_clients.publish(topic, b"1")
        confirmation = confirmations.get(timeout=PATIENCE_SECONDS)

        assert confirmation.result(timeout=PATIENCE_SECONDS) is AcknowledgeStatus.SUCCESS


def test_the_library_hears_that_its_acknowledgement_came_too_late(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic, **EXACTLY_ONCE)
    confirmations: queue.Queue[Future[Any]] = queue.Queue()

    def take(message: Any) -> None:
        pubsub.advance(minutes=11)
        confirmations.put(message.ack_with_response())

    with subscribed(pubsub.clients, subscription, take, max_messages=1):
        pubsub.clients.publish(topic, b"1")
        confirmation = confirmations.get(timeout=PATIENCE_SECONDS)

        with pytest.raises(AcknowledgeError) as failed:
            confirmation.result(timeout=PATIENCE_SECONDS)

    assert failed.value.error_code is AcknowledgeStatus.INVALID_ACK_ID


def test_a_stream_confirms_what_took_effect_and_what_did_not(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic, **EXACTLY_ONCE)
    clients.publish(topic, b"1", b"2")
    stream = Stream(clients, subscription)
    first = stream.hear()
    one, two = (received.ack_id for received in first.received_messages)

    stream.say(ack_ids=[one, "stale"])
    acknowledged = stream.hear().acknowledge_confirmation
    stream.say(modify_deadline_ack_ids=[two, one], modify_deadline_seconds=[60, 60])
    extended = stream.hear().modify_ack_deadline_confirmation

    assert first.subscription_properties.exactly_once_delivery_enabled
    assert list(acknowledged.ack_ids) == [one]
    assert list(acknowledged.invalid_ack_ids) == ["stale"]
    assert list(extended.ack_ids) == [two]
    assert list(extended.invalid_ack_ids) == [one]
    stream.end()


def test_a_stream_says_what_failed_for_the_moment(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic, **EXACTLY_ONCE)
    pubsub.clients.publish(topic, b"1")
    stream = Stream(pubsub.clients, subscription)
    [received] = stream.hear().received_messages
    pubsub.server.fail_acknowledgements(1.0)

    stream.say(ack_ids=[received.ack_id])

    confirmation = stream.hear().acknowledge_confirmation
    assert list(confirmation.temporary_failed_ack_ids) == [received.ack_id]
    stream.end()


def test_exactly_once_can_be_switched_off_again(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic, **EXACTLY_ONCE)
    any_clients.publish(topic, b"1")
    [received] = any_clients.pull(subscription)
    any_clients.acknowledge(subscription, received)

    updated = any_clients.subscriber.update_subscription(
        request={
            "subscription": {"name": subscription, "topic": topic},
            "update_mask": {"paths": ["enable_exactly_once_delivery"]},
        }
    )
    any_clients.acknowledge(subscription, received)

    assert not updated.enable_exactly_once_delivery
