"""What is deleted can be had back for a week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import BadRequest, Conflict, NotFound, PreconditionFailed

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.storage.cloud import BUCKET, Cloud, running_cloud

WEEK_SECONDS = 7 * 24 * 3600


def delete_one(cloud: Cloud) -> int:
    blob = cloud.client.bucket(BUCKET).blob("a")
    blob.metadata = {"order": "7"}
    blob.upload_from_string("content")
    generation: int = blob.generation
    blob.delete()
    return generation


def soft_deleted(cloud: Cloud) -> list[int]:
    found = cloud.client.list_blobs(BUCKET, soft_deleted=True)
    return [blob.generation for blob in found]


def test_a_bucket_keeps_what_is_deleted_for_seven_days_unless_told_otherwise(cloud: Cloud) -> None:
    bucket = cloud.bucket()

    assert bucket.soft_delete_policy.retention_duration_seconds == WEEK_SECONDS
    assert bucket.soft_delete_policy.effective_time == bucket.time_created


def test_a_deleted_object_is_listed_among_the_soft_deleted(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    generation = delete_one(cloud)

    assert list(cloud.client.list_blobs(BUCKET)) == []
    assert soft_deleted(cloud) == [generation]
    blob = bucket.get_blob("a", generation=generation, soft_deleted=True)
    assert blob.hard_delete_time - blob.soft_delete_time == timedelta(days=7)
    assert bucket.blob("a", generation=generation).exists(soft_deleted=True)
    assert not bucket.blob("a", generation=generation).exists()


def test_a_soft_deleted_object_cannot_be_read_until_it_is_restored(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    generation = delete_one(cloud)

    with pytest.raises(NotFound):
        bucket.blob("a", generation=generation).download_as_bytes()
    restored = bucket.restore_blob("a", generation=generation)

    assert restored.generation > generation
    assert (restored.metageneration, restored.metadata) == (1, {"order": "7"})
    assert bucket.blob("a").download_as_bytes() == b"content"
    assert soft_deleted(cloud) == [generation]


def test_an_overwritten_object_is_soft_deleted_too(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("a")
    blob.upload_from_string("first")
    first = blob.generation
    bucket.blob("a").upload_from_string("second")

    bucket.restore_blob("a", generation=first)

    assert bucket.blob("a").download_as_bytes() == b"first"
    assert len(soft_deleted(cloud)) == 2


def test_a_restoration_obeys_conditions(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    generation = delete_one(cloud)
    bucket.blob("a").upload_from_string("new")

    with pytest.raises(PreconditionFailed):
        bucket.restore_blob("a", generation=generation, if_generation_match=0)

    assert bucket.blob("a").download_as_bytes() == b"new"


def test_after_seven_days_it_is_gone(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    generation = delete_one(cloud)
    cloud.advance(days=7, seconds=1)

    assert soft_deleted(cloud) == []
    with pytest.raises(NotFound):
        bucket.restore_blob("a", generation=generation)


def test_the_generation_must_be_named(cloud: Cloud) -> None:
    cloud.bucket()
    delete_one(cloud)

    answer = cloud.request("GET", f"/storage/v1/b/{BUCKET}/o/a?softDeleted=true")

    assert answer.status == 400
    assert b"Required parameter: generation" in answer.body


def test_without_a_policy_nothing_is_kept(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.soft_delete_policy.retention_duration_seconds = 0
    bucket.patch()

    delete_one(cloud)

    assert soft_deleted(cloud) == []


def test_a_policy_is_none_or_seven_to_ninety_days(cloud: Cloud) -> None:
    bucket = cloud.bucket()

    for seconds in (1, WEEK_SECONDS - 1, 91 * 24 * 3600):
        bucket.soft_delete_policy.retention_duration_seconds = seconds
        with pytest.raises(BadRequest, match="soft delete policy"):
            bucket.patch()

    found = cloud.client.get_bucket(BUCKET).soft_delete_policy
    assert found.retention_duration_seconds == WEEK_SECONDS


def test_a_bucket_is_restored_with_its_settings(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.labels = {"team": "shop"}
    bucket.patch()
    delete_one(cloud)
    generation = bucket.generation
    bucket.delete()

    listed = list(cloud.client.list_buckets(soft_deleted=True))
    found = cloud.client.get_bucket(BUCKET, generation=generation, soft_deleted=True)
    restored = cloud.client.restore_bucket(BUCKET, generation=generation)

    assert [one.name for one in listed] == [BUCKET]
    assert found.hard_delete_time - found.soft_delete_time == timedelta(days=7)
    assert restored.labels == {"team": "shop"}
    assert len(soft_deleted(cloud)) == 1


def test_a_bucket_is_not_restored_over_another_one_of_its_name(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    delete_one(cloud)
    generation = bucket.generation
    bucket.delete()
    cloud.client.create_bucket(BUCKET)

    assert soft_deleted(cloud) == []
    with pytest.raises(Conflict):
        cloud.client.restore_bucket(BUCKET, generation=generation)


def test_what_is_over_leaves_the_shelf() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        cloud.bucket()
        delete_one(cloud)
        cloud.client.create_bucket("another-bucket").delete()
        before = len(shelf.values)
        cloud.advance(days=8)
        cloud.loop.run(cloud.clock.wait_until(cloud.clock.now()))

        assert before - len(shelf.values) == 3
        assert not any(key.startswith("content/") for key in shelf.values)


def test_soft_deleted_objects_survive_a_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        cloud.bucket()
        generation = delete_one(cloud)

    with running_cloud(shelf) as cloud:
        cloud.client.bucket(BUCKET).restore_blob("a", generation=generation)
        assert cloud.client.bucket(BUCKET).blob("a").download_as_bytes() == b"content"
