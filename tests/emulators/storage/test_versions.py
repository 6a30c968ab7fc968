"""Buckets that keep what is overwritten and deleted."""

from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import BadRequest, Forbidden, NotFound, PreconditionFailed
from google.cloud.storage import Blob, Bucket

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.storage.cloud import BUCKET, Cloud, running_cloud


def a_bucket(cloud: Cloud) -> Bucket:
    bucket = cloud.client.bucket(BUCKET)
    bucket.versioning_enabled = True
    bucket.create()
    return bucket


def two_generations(bucket: Bucket) -> tuple[int, int]:
    generations = []
    for content in ("first", "second"):
        blob = bucket.blob("a")
        blob.upload_from_string(content)
        generations.append(blob.generation)
    return generations[0], generations[1]


def listed(cloud: Cloud, **options: Any) -> list[tuple[str, int]]:
    found = cloud.client.list_blobs(BUCKET, **options)
    return [(blob.name, blob.generation) for blob in found]


def test_an_overwritten_generation_can_be_listed_and_read(cloud: Cloud) -> None:
    bucket = a_bucket(cloud)
    first, second = two_generations(bucket)

    assert listed(cloud) == [("a", second)]
    assert listed(cloud, versions=True) == [("a", first), ("a", second)]
    assert bucket.blob("a", generation=first).download_as_bytes() == b"first"
    assert bucket.get_blob("a", generation=first).time_deleted is not None
    assert bucket.get_blob("a").time_deleted is None


def test_a_page_can_end_between_two_generations(cloud: Cloud) -> None:
    first, second = two_generations(a_bucket(cloud))

    pages = cloud.client.list_blobs(BUCKET, versions=True, page_size=1).pages

    assert [[blob.generation for blob in page] for page in pages] == [[first], [second]]


def test_a_deleted_object_becomes_noncurrent(cloud: Cloud) -> None:
    bucket = a_bucket(cloud)
    first, second = two_generations(bucket)

    bucket.blob("a").delete()

    assert not bucket.blob("a").exists()
    assert listed(cloud) == []
    assert listed(cloud, versions=True) == [("a", first), ("a", second)]


def test_a_named_generation_is_deleted_and_not_archived(cloud: Cloud) -> None:
    bucket = a_bucket(cloud)
    first, second = two_generations(bucket)

    bucket.blob("a", generation=first).delete()
    assert listed(cloud, versions=True) == [("a", second)]
    bucket.delete_blob("a", generation=second)

    assert listed(cloud, versions=True) == []


def test_a_copy_of_a_noncurrent_generation_brings_it_back(cloud: Cloud) -> None:
    bucket = a_bucket(cloud)
    first, _ = two_generations(bucket)

    bucket.copy_blob(bucket.blob("a"), bucket, "a", source_generation=first)

    assert bucket.blob("a").download_as_bytes() == b"first"
    assert len(listed(cloud, versions=True)) == 3


def test_conditions_are_held_against_the_named_generation(cloud: Cloud) -> None:
    bucket = a_bucket(cloud)
    first, second = two_generations(bucket)
    noncurrent = bucket.blob("a", generation=first)

    with pytest.raises(PreconditionFailed):
        noncurrent.reload(if_generation_match=second)
    with pytest.raises(PreconditionFailed):
        noncurrent.delete(if_metageneration_match=2)
    noncurrent.reload(if_generation_match=first)

    assert noncurrent.metageneration == 1


def test_create_only_works_over_noncurrent_generations(cloud: Cloud) -> None:
    bucket = a_bucket(cloud)
    two_generations(bucket)
    bucket.blob("a").delete()

    bucket.blob("a").upload_from_string("third", if_generation_match=0)

    assert bucket.blob("a").download_as_bytes() == b"third"


def test_a_bucket_with_noncurrent_generations_is_not_empty(cloud: Cloud) -> None:
    bucket = a_bucket(cloud)
    two_generations(bucket)
    bucket.blob("a").delete()

    answer = cloud.request("DELETE", f"/storage/v1/b/{BUCKET}")

    assert answer.status == 409


def test_a_retained_object_can_be_archived_and_then_not_deleted(cloud: Cloud) -> None:
    bucket = a_bucket(cloud)
    bucket.retention_period = 3600
    bucket.patch()
    first, _ = two_generations(bucket)

    with pytest.raises(Forbidden, match="retention policy"):
        bucket.blob("a", generation=first).delete()
    cloud.advance(hours=1, seconds=1)
    bucket.blob("a", generation=first).delete()

    assert len(listed(cloud, versions=True)) == 1


def test_a_held_object_cannot_be_archived(cloud: Cloud) -> None:
    blob: Blob = a_bucket(cloud).blob("a")
    blob.upload_from_string("first")
    blob.temporary_hold = True
    blob.patch()

    with pytest.raises(Forbidden, match="Temporary hold"):
        cloud.client.bucket(BUCKET).blob("a").upload_from_string("second")

    assert blob.download_as_bytes() == b"first"


def test_without_versioning_the_old_generation_is_gone(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    first, second = two_generations(bucket)

    assert listed(cloud, versions=True) == [("a", second)]
    with pytest.raises(NotFound):
        bucket.blob("a", generation=first).download_as_bytes()


def test_versions_and_soft_deleted_objects_are_different_lists(cloud: Cloud) -> None:
    cloud.bucket()

    with pytest.raises(BadRequest, match="exclude each other"):
        listed(cloud, versions=True, soft_deleted=True)


def test_generations_survive_a_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        first, second = two_generations(a_bucket(cloud))

    with running_cloud(shelf) as cloud:
        assert listed(cloud, versions=True) == [("a", first), ("a", second)]
        noncurrent = cloud.client.bucket(BUCKET).blob("a", generation=first)
        assert noncurrent.download_as_bytes() == b"first"
