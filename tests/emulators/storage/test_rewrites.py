"""Rewrites in steps, moves, and what a copy takes along."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.api_core.exceptions import NotFound, PreconditionFailed

from tests.emulators.storage.cloud import BUCKET, Cloud

MIB = 1024 * 1024
TARGET = f"/storage/v1/b/{BUCKET}/o/a/rewriteTo/b/{BUCKET}/o/b"


def a_large_blob(cloud: Cloud) -> None:
    cloud.bucket().blob("a").upload_from_string(b"x" * (2 * MIB + 1))


def rewrite(cloud: Cloud, token: str = "", storage_class: str = "NEARLINE") -> dict[str, Any]:
    answer = cloud.request(
        "POST",
        f"{TARGET}?maxBytesRewrittenPerCall={MIB}&rewriteToken={token}",
        json={"storageClass": storage_class},
    )
    parsed: dict[str, Any] = json.loads(answer.body)
    return parsed


def test_a_rewrite_goes_on_where_it_was(cloud: Cloud) -> None:
    a_large_blob(cloud)
    bucket = cloud.client.bucket(BUCKET)

    first = rewrite(cloud)
    second = rewrite(cloud, first["rewriteToken"])
    existed = bucket.blob("b").exists()
    third = rewrite(cloud, second["rewriteToken"])

    assert [step["done"] for step in (first, second, third)] == [False, False, True]
    assert [step["totalBytesRewritten"] for step in (first, second)] == [str(MIB), str(2 * MIB)]
    assert not existed
    assert bucket.get_blob("b").storage_class == "NEARLINE"


def test_a_rewrite_that_moves_no_bytes_is_done_at_once(cloud: Cloud) -> None:
    a_large_blob(cloud)

    assert rewrite(cloud, storage_class="STANDARD")["done"] is True


def test_a_token_is_good_for_its_own_rewrite_only(cloud: Cloud) -> None:
    a_large_blob(cloud)
    token = rewrite(cloud)["rewriteToken"]

    for wrong in (rewrite(cloud, token, "COLDLINE"), rewrite(cloud, "bm90aGluZw==")):
        assert "Invalid value for rewriteToken" in wrong["error"]["message"]


def test_a_step_is_whole_mebibytes(cloud: Cloud) -> None:
    a_large_blob(cloud)

    assert cloud.request("POST", f"{TARGET}?maxBytesRewrittenPerCall=1000").status == 400


def test_a_moved_object_has_another_name_and_its_metadata(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("a")
    blob.metadata = {"order": "7"}
    blob.upload_from_string("content")

    moved = bucket.move_blob(blob, "2026/b")

    assert moved.generation > blob.generation
    assert (moved.metadata, moved.download_as_bytes()) == ({"order": "7"}, b"content")
    assert [found.name for found in bucket.list_blobs()] == ["2026/b"]


def test_a_move_obeys_conditions(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    for name in "ab":
        bucket.blob(name).upload_from_string(name)

    with pytest.raises(PreconditionFailed):
        bucket.move_blob(bucket.blob("a"), "b", if_generation_match=0)
    with pytest.raises(NotFound):
        bucket.move_blob(bucket.blob("c"), "d")

    assert bucket.blob("b").download_as_bytes() == b"b"


def test_renaming_copies_and_deletes(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("a")
    blob.upload_from_string("content")

    bucket.rename_blob(blob, "b")

    assert [found.name for found in bucket.list_blobs()] == ["b"]


def test_a_composition_can_delete_its_sources(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    parts = [bucket.blob(name) for name in "ab"]
    for part in parts:
        part.upload_from_string(part.name)

    bucket.blob("whole").compose(parts, delete_source_objects=True)

    assert [found.name for found in bucket.list_blobs()] == ["whole"]


def test_a_composition_has_at_most_32_parts(cloud: Cloud) -> None:
    cloud.bucket()
    sources = [{"name": "a"}] * 33

    answer = cloud.request(
        "POST", f"/storage/v1/b/{BUCKET}/o/whole/compose", json={"sourceObjects": sources}
    )

    assert answer.status == 400
    assert b"exceeds the limit of 32" in answer.body
