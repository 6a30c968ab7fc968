from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from google.api_core.exceptions import GoogleAPICallError, NotFound, PreconditionFailed
from google.cloud.storage import Blob

from tests.emulators.storage.cloud import BUCKET, Cloud

Call = Callable[..., Any]


def a_blob(cloud: Cloud) -> Blob:
    blob = cloud.bucket().blob("N-1.pdf")
    blob.upload_from_string("first")
    return blob


def write(blob: Blob, **conditions: Any) -> None:
    blob.upload_from_string("second", **conditions)


def patch(blob: Blob, **conditions: Any) -> None:
    blob.cache_control = "no-store"
    blob.patch(**conditions)


def delete(blob: Blob, **conditions: Any) -> None:
    blob.delete(**conditions)


def test_create_only_never_overwrites(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("N-1.pdf")
    blob.upload_from_string("first", if_generation_match=0)

    with pytest.raises(PreconditionFailed, match="pre-conditions you specified did not hold"):
        blob.upload_from_string("second", if_generation_match=0)

    assert blob.download_as_bytes() == b"first"


def test_create_only_works_again_after_a_deletion(cloud: Cloud) -> None:
    blob = a_blob(cloud)
    blob.delete()

    blob.upload_from_string("second", if_generation_match=0)

    assert blob.download_as_bytes() == b"second"


@pytest.mark.parametrize("change", [write, patch, delete])
def test_a_change_happens_only_to_the_generation_asked_for(cloud: Cloud, change: Call) -> None:
    blob = a_blob(cloud)
    live = blob.generation

    for wrong in ({"if_generation_match": live + 1}, {"if_generation_not_match": live}):
        with pytest.raises(PreconditionFailed):
            change(blob, **wrong)
    unchanged = cloud.client.bucket(BUCKET).get_blob("N-1.pdf")
    change(blob, if_generation_match=live)

    assert (unchanged.generation, unchanged.metageneration) == (live, 1)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (write, {"if_metageneration_match": 2}),
        (patch, {"if_metageneration_match": 2}),
        (patch, {"if_metageneration_not_match": 1}),
        (delete, {"if_metageneration_match": 2}),
        (delete, {"if_metageneration_not_match": 1}),
    ],
)
def test_a_change_happens_only_to_the_metageneration_asked_for(
    cloud: Cloud, change: Call, wrong: dict[str, int]
) -> None:
    blob = a_blob(cloud)

    with pytest.raises(PreconditionFailed):
        change(blob, **wrong)
    unchanged = cloud.client.bucket(BUCKET).get_blob("N-1.pdf")
    change(blob, if_metageneration_match=1)

    assert unchanged.metageneration == 1


@pytest.mark.parametrize(
    "conditions", [{"if_generation_match": 12345}, {"if_metageneration_match": 1}]
)
def test_what_must_match_must_exist(cloud: Cloud, conditions: dict[str, int]) -> None:
    blob = cloud.bucket().blob("N-1.pdf")

    with pytest.raises(PreconditionFailed):
        blob.upload_from_string("first", **conditions)

    assert not blob.exists()


def test_not_generation_zero_means_that_it_exists(cloud: Cloud) -> None:
    bucket = cloud.bucket()

    with pytest.raises(PreconditionFailed):
        bucket.blob("a").upload_from_string("x", if_generation_not_match=0)
    bucket.blob("b").upload_from_string("x")
    bucket.blob("b").upload_from_string("y", if_generation_not_match=0)

    assert [blob.name for blob in cloud.client.list_blobs(BUCKET)] == ["b"]


@pytest.mark.parametrize("read", [Blob.reload, Blob.download_as_bytes])
def test_a_read_says_what_the_client_already_has(cloud: Cloud, read: Call) -> None:
    blob = a_blob(cloud)

    with pytest.raises(PreconditionFailed):
        read(blob, if_generation_match=blob.generation + 1)
    with pytest.raises(GoogleAPICallError) as not_modified:
        read(blob, if_generation_not_match=blob.generation)

    assert not_modified.value.code == 304
    read(blob, if_generation_match=blob.generation, if_metageneration_match=1)


def test_a_read_of_what_does_not_exist_is_not_found_whatever_the_conditions(cloud: Cloud) -> None:
    with pytest.raises(NotFound):
        cloud.bucket().blob("a").reload(if_generation_match=1)


def test_entity_tags_are_conditions_too(cloud: Cloud) -> None:
    blob = a_blob(cloud)
    etag = blob.etag

    with pytest.raises(GoogleAPICallError) as not_modified:
        blob.reload(if_etag_not_match=etag)
    blob.reload(if_etag_match=etag)
    with pytest.raises(PreconditionFailed):
        blob.reload(if_etag_match="other")

    assert not_modified.value.code == 304


def test_conditions_on_a_source_are_held_against_the_source(cloud: Cloud) -> None:
    source = a_blob(cloud)
    bucket = cloud.client.bucket(BUCKET)

    with pytest.raises(PreconditionFailed):
        bucket.copy_blob(source, bucket, "copy", if_source_generation_match=1)
    bucket.copy_blob(
        source,
        bucket,
        "copy",
        if_source_generation_match=source.generation,
        if_generation_match=0,
    )
    with pytest.raises(PreconditionFailed):
        bucket.copy_blob(source, bucket, "copy", if_generation_match=0)

    assert bucket.blob("copy").download_as_bytes() == b"first"
