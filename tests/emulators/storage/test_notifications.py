"""Pub/Sub is told what happens to objects."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from google.api_core.exceptions import BadRequest, NotFound
from google.cloud.storage import Bucket

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.loop_thread import eventually
from tests.emulators.storage.cloud import BUCKET, Cloud, running_cloud

TOPIC = "projects/kvitto-test/topics/invoices"


@dataclass(slots=True)
class Topics:
    """What was published; the first `refusals` attempts fail."""

    refusals: int = 0
    messages: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    async def publish(self, topic: str, data: bytes, attributes: Mapping[str, str]) -> None:
        await asyncio.sleep(0)
        if self.refusals:
            self.refusals -= 1
            raise ConnectionError("Pub/Sub is away")
        self.messages.append((topic, data, attributes))

    def told(self) -> list[tuple[str, str]]:
        return [(message[2]["eventType"], message[2]["objectId"]) for message in self.messages]


@pytest.fixture
def topics() -> Topics:
    return Topics()


@pytest.fixture
def cloud(topics: Topics) -> Iterator[Cloud]:
    with running_cloud(publish=topics.publish) as cloud:
        yield cloud


def notify(bucket: Bucket, **options: Any) -> None:
    wanted = {"payload_format": "JSON_API_V1", **options}
    bucket.notification("invoices", topic_project="kvitto-test", **wanted).create()


def test_a_new_object_is_told_with_its_resource(cloud: Cloud, topics: Topics) -> None:
    bucket = cloud.bucket()
    notify(bucket, custom_attributes={"shop": "one"})
    blob = bucket.blob("a")
    blob.upload_from_string("x", content_type="text/plain")

    assert eventually(lambda: len(topics.messages) == 1)
    topic, data, attributes = topics.messages[0]
    resource = json.loads(data)
    assert topic == TOPIC
    assert (resource["name"], resource["generation"]) == ("a", str(blob.generation))
    assert resource["selfLink"].startswith(cloud.url)
    assert attributes["eventTime"].endswith("Z")
    assert {name: attributes[name] for name in attributes if name != "eventTime"} == {
        "shop": "one",
        "notificationConfig": f"projects/_/buckets/{BUCKET}/notificationConfigs/1",
        "eventType": "OBJECT_FINALIZE",
        "payloadFormat": "JSON_API_V1",
        "bucketId": BUCKET,
        "objectId": "a",
        "objectGeneration": str(blob.generation),
    }


def test_everything_that_happens_is_told(cloud: Cloud, topics: Topics) -> None:
    bucket = cloud.bucket()
    bucket.versioning_enabled = True
    bucket.patch()
    notify(bucket)
    blob = bucket.blob("a")
    blob.upload_from_string("first")
    first = blob.generation
    blob.metadata = {"order": "7"}
    blob.patch()
    blob.upload_from_string("second")
    second = blob.generation
    bucket.delete_blob("a", generation=first)
    bucket.delete_blob("a")

    assert eventually(lambda: len(topics.messages) == 6)
    assert [event for event, _ in topics.told()] == [
        "OBJECT_FINALIZE",
        "OBJECT_METADATA_UPDATE",
        "OBJECT_ARCHIVE",
        "OBJECT_FINALIZE",
        "OBJECT_DELETE",
        "OBJECT_ARCHIVE",
    ]
    archived, finalized = topics.messages[2][2], topics.messages[3][2]
    assert archived["overwrittenByGeneration"] == str(second)
    assert finalized["overwroteGeneration"] == str(first)


def test_only_what_was_asked_for_is_told(cloud: Cloud, topics: Topics) -> None:
    bucket = cloud.bucket()
    notify(
        bucket,
        payload_format="NONE",
        event_types=["OBJECT_DELETE"],
        blob_name_prefix="2026/",
    )
    for name in ("2025/a", "2026/a"):
        bucket.blob(name).upload_from_string("x")
        bucket.blob(name).delete()

    assert eventually(lambda: bool(topics.messages))
    assert topics.told() == [("OBJECT_DELETE", "2026/a")]
    assert topics.messages[0][1] == b""


def test_a_topic_that_is_away_is_told_later(cloud: Cloud, topics: Topics) -> None:
    topics.refusals = 2
    bucket = cloud.bucket()
    notify(bucket)
    bucket.blob("a").upload_from_string("x")

    for left in (1, 0):
        assert eventually(lambda left=left: topics.refusals == left)  # type: ignore[misc]
        cloud.advance(seconds=5)

    assert eventually(lambda: topics.told() == [("OBJECT_FINALIZE", "a")])


def test_configurations_are_listed_read_and_deleted(cloud: Cloud, topics: Topics) -> None:
    bucket = cloud.bucket()
    notify(bucket, event_types=["OBJECT_FINALIZE"], custom_attributes={"a": "b"})
    notify(bucket)

    listed = list(bucket.list_notifications())
    read = bucket.get_notification("1")
    listed[0].delete()
    bucket.blob("a").upload_from_string("x")

    assert [one.notification_id for one in listed] == ["1", "2"]
    assert (listed[1].topic_name, listed[1].topic_project) == ("invoices", "kvitto-test")
    assert (read.event_types, read.custom_attributes) == (["OBJECT_FINALIZE"], {"a": "b"})
    assert eventually(lambda: len(topics.messages) == 1)
    assert not listed[0].exists()
    with pytest.raises(NotFound, match="notification 1 does not exist"):
        bucket.get_notification("1")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"payload_format": "NONE"}, "non-empty 'topic' field"),
        ({"topic": TOPIC}, "non-empty 'payload_format' field"),
        ({"topic": "invoices", "payload_format": "NONE"}, "It should look like"),
        ({"topic": TOPIC, "payload_format": "XML"}, "Invalid payload format: 'XML'"),
        (
            {"topic": TOPIC, "payload_format": "NONE", "event_types": ["OBJECT_READ"]},
            "Invalid event type: 'OBJECT_READ'",
        ),
    ],
)
def test_a_malformed_configuration_is_refused(
    cloud: Cloud, asked: dict[str, Any], message: str
) -> None:
    cloud.bucket()

    answer = cloud.request("POST", f"/storage/v1/b/{BUCKET}/notificationConfigs", json=asked)

    assert answer.status == 400
    assert message in json.loads(answer.body)["error"]["message"]


def test_a_deletion_by_a_lifecycle_rule_is_told(cloud: Cloud, topics: Topics) -> None:
    bucket = cloud.bucket()
    bucket.add_lifecycle_delete_rule(age=1)
    bucket.patch()
    notify(bucket, event_types=["OBJECT_DELETE"])
    bucket.blob("a").upload_from_string("x")

    cloud.advance(days=2)

    assert eventually(lambda: topics.told() == [("OBJECT_DELETE", "a")])


def test_configurations_survive_a_restart(topics: Topics) -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        notify(cloud.bucket())

    with running_cloud(shelf, publish=topics.publish) as cloud:
        cloud.client.bucket(BUCKET).blob("a").upload_from_string("x")
        assert eventually(lambda: topics.told() == [("OBJECT_FINALIZE", "a")])


def test_a_topic_that_never_answers_does_not_hold_up_the_end(topics: Topics) -> None:
    topics.refusals = 1000
    with running_cloud(publish=topics.publish) as cloud:
        bucket = cloud.bucket()
        notify(bucket)
        bucket.blob("a").upload_from_string("x")
        assert eventually(lambda: topics.refusals < 1000)
        cloud.loop.call(lambda: cloud.clock.advance(timedelta(days=1)))

    assert topics.messages == []


def test_an_unusable_request_is_refused_by_the_client_library_too(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    unusable = bucket.notification("not/a/topic", topic_project="p", payload_format="NONE")

    with pytest.raises(BadRequest, match="It should look like"):
        unusable.create()
