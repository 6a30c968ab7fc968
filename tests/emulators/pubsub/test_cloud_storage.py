from __future__ import annotations

import io
import re
from typing import Any

import fastavro
import pytest
from google.api_core.exceptions import FailedPrecondition
from google.pubsub_v1 import CloudStorageConfig, Encoding, Subscription

from emulators.identity.issuer import Issuer
from tests.emulators.loop_thread import eventually
from tests.emulators.pubsub.clients import datas
from tests.emulators.pubsub.local_pubsub import LocalPubSub, running
from tests.emulators.pubsub.memory_shelf import MemoryShelf
from tests.emulators.pubsub.some_schemas import create, order

BUCKET = "kvitto-archive"
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00_[0-9a-f-]{36}")


def archived(pubsub: LocalPubSub, topic: str, config: dict[str, Any], **settings: Any) -> str:
    """Create the bucket and a subscription that writes to it; return the subscription."""
    pubsub.buckets.names.add(BUCKET)
    config = {"bucket": BUCKET, **config}
    return pubsub.clients.subscription(topic, cloud_storage_config=config, **settings)


def destination(pubsub: LocalPubSub, subscription: str) -> tuple[Any, Any]:
    found = pubsub.clients.subscriber.get_subscription(subscription=subscription)
    return found.state, found.cloud_storage_config.state


def records(content: bytes) -> list[Any]:
    return list(fastavro.reader(io.BytesIO(content)))


def test_a_file_is_written_when_its_time_is_over(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    archived(pubsub, topic, {})
    pubsub.clients.publish(topic, b"one", b"two")

    pubsub.advance(minutes=4)
    early = pubsub.buckets.is_empty
    pubsub.advance(minutes=1, seconds=1)
    file = pubsub.buckets.next()

    assert early
    assert file.bucket == BUCKET
    assert file.content == b"one\ntwo\n"
    assert file.content_type == "text/plain"
    assert NAME.fullmatch(file.name)


def test_a_file_is_written_when_it_is_large_enough(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    archived(pubsub, topic, {"max_bytes": 1000})

    pubsub.clients.publish(topic, bytes(600), bytes(600), b"next")

    assert len(pubsub.buckets.next().content) == 1202


def test_a_file_is_written_when_it_holds_enough_messages(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    archived(pubsub, topic, {"max_messages": 1000})

    pubsub.clients.publish(topic, *[b"x"] * 600)
    pubsub.clients.publish(topic, *[b"x"] * 600)

    assert pubsub.buckets.next().content.count(b"\n") == 1000
    pubsub.advance(minutes=6)
    assert pubsub.buckets.next().content.count(b"\n") == 200


@pytest.mark.parametrize(
    ("config", "pattern"),
    [
        (
            {"filename_prefix": "p/", "filename_suffix": ".txt"},
            r"p/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00_[0-9a-f-]{36}\.txt",
        ),
        (
            {"filename_datetime_format": "YYYY/MM/DD/hh_mm_ssZ"},
            r"\d{4}/\d\d/\d\d/\d\d_\d\d_\d\dZ_[0-9a-f-]{36}",
        ),
        (
            {"filename_datetime_format": "YY-MM-DDThh_mm_ss-"},
            r"\d\d-\d\d-\d\dT\d\d_\d\d_\d\d-[0-9a-f-]{36}",
        ),
    ],
)
def test_a_file_is_called_what_was_asked_for(
    pubsub: LocalPubSub, config: dict[str, str], pattern: str
) -> None:
    topic = pubsub.clients.topic()
    archived(pubsub, topic, {**config, "max_bytes": 1000})

    pubsub.clients.publish(topic, bytes(1000))

    assert re.fullmatch(pattern, pubsub.buckets.next().name)


def test_avro_holds_the_data_and_what_is_known_of_it(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    avro = {"avro_config": {"write_metadata": True}, "max_bytes": 1000}
    subscription = archived(pubsub, topic, avro)

    [message_id] = pubsub.clients.publish(
        topic, bytes(1000), attributes={"a": "b"}, ordering_key="order-1"
    )
    file = pubsub.buckets.next()
    [record] = records(file.content)

    assert file.content_type == "application/octet-stream"
    assert record["subscription_name"] == subscription
    assert record["message_id"] == message_id
    assert record["publish_time"].tzinfo is not None
    assert record["attributes"] == {"a": "b", "ordering_key": "order-1"}
    assert record["data"] == bytes(1000)


def test_avro_without_metadata_holds_the_data_alone(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    archived(pubsub, topic, {"avro_config": {}, "max_bytes": 1000})

    pubsub.clients.publish(topic, bytes(1000))

    assert records(pubsub.buckets.next().content) == [{"data": bytes(1000)}]


def test_avro_can_have_the_form_of_the_topics_schema(pubsub: LocalPubSub) -> None:
    schema = create(pubsub.clients, order())
    settings = {"schema": schema.name, "encoding": Encoding.JSON}
    topic = pubsub.clients.topic(schema_settings=settings)
    avro = {"avro_config": {"use_topic_schema": True, "write_metadata": True}}
    archived(pubsub, topic, avro)

    [message_id] = pubsub.clients.publish(topic, b'{"id": "1"}')
    pubsub.advance(minutes=6)
    [record] = records(pubsub.buckets.next().content)

    assert (record["id"], record["message_id"]) == ("1", message_id)


def test_what_is_written_is_acknowledged_and_what_is_not_comes_again(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic()
        archived(before, topic, {"max_bytes": 1000})
        before.clients.publish(topic, bytes(1000))
        before.buckets.next()
        before.clients.publish(topic, b"half a file")

    with running(issuer, shelf) as after:
        after.buckets.names.add(BUCKET)
        after.clients.publish(topic, bytes(1000))
        after.advance(seconds=31)  # it has looked for its bucket before there was one

        assert after.buckets.next().content == b"half a file\n" + bytes(1000) + b"\n"


def test_without_its_bucket_a_subscription_waits_and_says_so(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic, morgue = clients.topic(), clients.topic()
    mourners = clients.subscription(morgue)
    policy = {"dead_letter_topic": morgue, "max_delivery_attempts": 5}
    subscription = archived(pubsub, topic, {"max_bytes": 1000}, dead_letter_policy=policy)
    healthy = destination(pubsub, subscription)
    states = (Subscription.State.RESOURCE_ERROR, CloudStorageConfig.State.NOT_FOUND)

    pubsub.buckets.names.clear()
    clients.publish(topic, bytes(1000))
    assert eventually(lambda: destination(pubsub, subscription) == states)
    for _ in range(10):
        pubsub.advance(seconds=31)
    pubsub.buckets.names.add(BUCKET)
    pubsub.advance(seconds=31)

    assert len(pubsub.buckets.next().content) == 1001
    assert eventually(lambda: destination(pubsub, subscription) == healthy)
    assert clients.pull_now(mourners) == []


def test_a_subscription_can_stop_writing_to_a_bucket(pubsub: LocalPubSub) -> None:
    clients = pubsub.clients
    topic = clients.topic()
    subscription = archived(pubsub, topic, {})
    clients.publish(topic, b"not written")
    with pytest.raises(FailedPrecondition):
        clients.pull(subscription)

    clients.subscriber.update_subscription(
        request={
            "subscription": {"name": subscription, "topic": topic},
            "update_mask": {"paths": ["cloud_storage_config"]},
        }
    )

    assert datas(clients.pull(subscription)) == [b"not written"]
