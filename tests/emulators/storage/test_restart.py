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


def test_an_upload_goes_on_after_a_restart() -> None:
    shelf = KeptShelf()
    chunk = b"x" * 256 * 1024
    with running_cloud(shelf) as cloud:
        blob = cloud.bucket().blob("big")
        blob.metadata = {"order": "7"}
        session = blob.create_resumable_upload_session(
            content_type="text/plain", if_generation_match=0
        )
        path = session.removeprefix(cloud.url)
        cloud.request("PUT", path, data=chunk, headers={"Content-Range": "bytes 0-262143/*"})

    with running_cloud(shelf) as cloud:
        asked = cloud.request("PUT", path, headers={"Content-Range": "bytes */262145"})
        done = cloud.request(
            "PUT", path, data=b"y", headers={"Content-Range": "bytes 262144-262144/262145"}
        )
        found = cloud.client.bucket(BUCKET).get_blob("big")
        assert (asked.status, asked.headers["Range"]) == (308, "bytes=0-262143")
        assert done.status == 200
        assert found.download_as_bytes() == chunk + b"y"
        assert (found.metadata, found.content_type) == ({"order": "7"}, "text/plain")
        assert not any(key.startswith("upload-chunk/") for key in shelf.values)


def test_a_finished_upload_is_still_known_after_a_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        session = cloud.bucket().blob("a").create_resumable_upload_session()
        path = session.removeprefix(cloud.url)
        cloud.request("PUT", path, data=b"whole")

    with running_cloud(shelf) as cloud:
        again = cloud.request("PUT", path, headers={"Content-Range": "bytes */5"})
        assert (again.status, b'"size": "5"' in again.body) == (200, True)
