"""What is still there after the local cloud was stopped and started again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import Forbidden, PreconditionFailed

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.storage.cloud import BUCKET, running_cloud


def test_objects_survive_with_content_metadata_and_checksums() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        blob = cloud.bucket().blob("2026/N-1.pdf")
        blob.metadata = {"order": "7"}
        blob.upload_from_string(b"\x00content\xff", content_type="application/pdf")

    with running_cloud(shelf) as cloud:
        found = cloud.client.bucket(BUCKET).get_blob("2026/N-1.pdf")
        assert found.download_as_bytes() == b"\x00content\xff"
        assert found.generation == blob.generation
        assert found.metadata == {"order": "7"}
        assert (found.md5_hash, found.time_created) == (blob.md5_hash, blob.time_created)
        with pytest.raises(PreconditionFailed):
            found.upload_from_string("other", if_generation_match=0)


def test_what_was_deleted_stays_deleted() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        cloud.client.create_bucket("gone").delete()
        blob = cloud.bucket().blob("a")
        blob.upload_from_string("x")
        blob.delete()

    with running_cloud(shelf) as cloud:
        assert [bucket.name for bucket in cloud.client.list_buckets()] == [BUCKET]
        assert list(cloud.client.list_blobs(BUCKET)) == []


def test_generations_go_on_rising_though_the_clock_was_ahead_before_the_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        cloud.advance(days=400)
        blob = cloud.bucket().blob("a")
        blob.upload_from_string("x")
        before = blob.generation
        blob.delete()

    with running_cloud(shelf) as cloud:
        blob = cloud.client.bucket(BUCKET).blob("a")
        blob.upload_from_string("y")
        assert blob.generation > before


def test_retention_survives() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        bucket = cloud.bucket()
        bucket.retention_period = 3600
        bucket.patch()
        bucket.blob("a").upload_from_string("x")

    with running_cloud(shelf) as cloud:
        blob = cloud.client.bucket(BUCKET).get_blob("a")
        with pytest.raises(Forbidden):
            blob.delete()
        assert blob.retention_expiration_time - blob.time_created == timedelta(hours=1)
