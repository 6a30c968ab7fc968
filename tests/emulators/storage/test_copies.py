from __future__ import annotations

import pytest
from google.api_core.exceptions import NotFound, PreconditionFailed
from google.cloud.storage import Blob, Bucket

from tests.emulators.storage.cloud import BUCKET, Cloud


def a_source(bucket: Bucket) -> Blob:
    source = bucket.blob("2026/N-1.pdf")
    source.metadata = {"order": "7"}
    source.upload_from_string("content", content_type="application/pdf")
    return source


def test_a_copy_has_the_content_and_the_metadata_of_its_source(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    other = cloud.client.create_bucket("another-bucket")

    bucket.copy_blob(a_source(bucket), other, "a/copy")

    copy = other.get_blob("a/copy")
    assert copy.download_as_bytes() == b"content"
    assert (copy.content_type, copy.metadata) == ("application/pdf", {"order": "7"})


def test_a_rewrite_is_done_in_one_step(cloud: Cloud) -> None:
    bucket = cloud.bucket()

    token, rewritten, total = bucket.blob("copy").rewrite(a_source(bucket))

    assert (token, rewritten, total) == (None, 7, 7)
    assert bucket.get_blob("copy").content_type == "application/pdf"


def test_a_rewrite_with_metadata_replaces_it(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    target = bucket.blob("copy")
    target.content_type = "text/plain"

    target.rewrite(a_source(bucket))

    copy = bucket.get_blob("copy")
    assert (copy.content_type, copy.metadata) == ("text/plain", None)


def test_a_change_of_storage_class_keeps_the_metadata(cloud: Cloud) -> None:
    blob = a_source(cloud.bucket())

    blob.update_storage_class("NEARLINE")

    found = cloud.client.bucket(BUCKET).get_blob(blob.name)
    assert (found.storage_class, found.content_type) == ("NEARLINE", "application/pdf")


def test_a_composed_object_is_its_parts_in_order(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    parts = [bucket.blob(name) for name in "abc"]
    for part in parts:
        part.upload_from_string(part.name * 2)
    whole = bucket.blob("whole")
    whole.content_type = "text/plain"

    whole.compose(parts)

    found = bucket.get_blob("whole")
    assert found.download_as_bytes() == b"aabbcc"
    assert (found.component_count, found.md5_hash) == (3, None)
    assert found.content_type == "text/plain"


def test_a_part_of_another_generation_is_refused(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    part = a_source(bucket)

    with pytest.raises(PreconditionFailed):
        bucket.blob("whole").compose([part], if_source_generation_match=[part.generation + 1])

    assert not bucket.blob("whole").exists()


def test_a_part_that_does_not_exist_is_not_found(cloud: Cloud) -> None:
    bucket = cloud.bucket()

    with pytest.raises(NotFound):
        bucket.blob("whole").compose([bucket.blob("nobody")])

    assert not bucket.blob("whole").exists()
