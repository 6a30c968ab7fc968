"""Lifecycle rules are applied every day, by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from google.cloud.storage import Bucket

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.loop_thread import eventually
from tests.emulators.storage.cloud import BUCKET, Cloud, running_cloud


def a_bucket(cloud: Cloud, *names: str) -> Bucket:
    bucket = cloud.bucket()
    for name in names:
        bucket.blob(name).upload_from_string("x")
    return bucket


def names(cloud: Cloud, **options: Any) -> list[str]:
    return [blob.name for blob in cloud.client.list_blobs(BUCKET, **options)]


def test_what_is_old_enough_is_deleted(cloud: Cloud) -> None:
    bucket = a_bucket(cloud, "old")
    bucket.add_lifecycle_delete_rule(age=30)
    bucket.patch()
    cloud.advance(days=29)
    bucket.blob("new").upload_from_string("x")
    assert names(cloud) == ["new", "old"]

    cloud.advance(days=2)

    assert eventually(lambda: names(cloud) == ["new"])


def test_only_names_that_match_are_touched(cloud: Cloud) -> None:
    bucket = a_bucket(cloud, "tmp/a", "tmp/b.keep", "2026/a")
    bucket.add_lifecycle_delete_rule(age=1, matches_prefix=["tmp/"], matches_suffix=["a"])
    bucket.patch()

    cloud.advance(days=2)

    assert eventually(lambda: names(cloud) == ["2026/a", "tmp/b.keep"])


def test_only_so_many_newer_versions_are_kept(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.versioning_enabled = True
    bucket.add_lifecycle_delete_rule(number_of_newer_versions=2)
    bucket.patch()
    generations = []
    for _ in range(4):
        blob = bucket.blob("a")
        blob.upload_from_string("x")
        generations.append(blob.generation)

    cloud.advance(days=1)

    assert eventually(lambda: len(names(cloud, versions=True)) == 2)
    left = [blob.generation for blob in bucket.list_blobs(versions=True)]
    assert left == generations[2:]


def test_noncurrent_versions_are_deleted_some_days_later(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.versioning_enabled = True
    bucket.add_lifecycle_delete_rule(days_since_noncurrent_time=3, is_live=False)
    bucket.patch()
    bucket.blob("a").upload_from_string("first")
    cloud.advance(days=10)
    bucket.blob("a").upload_from_string("second")
    cloud.advance(days=2)
    assert len(names(cloud, versions=True)) == 2

    cloud.advance(days=2)

    assert eventually(lambda: len(names(cloud, versions=True)) == 1)
    assert bucket.blob("a").download_as_bytes() == b"second"


def test_the_storage_class_changes_and_nothing_else(cloud: Cloud) -> None:
    bucket = a_bucket(cloud, "a")
    before = bucket.get_blob("a")
    bucket.add_lifecycle_set_storage_class_rule(
        "COLDLINE", age=5, matches_storage_class=["STANDARD"]
    )
    bucket.patch()

    cloud.advance(days=6)

    assert eventually(lambda: bucket.get_blob("a").storage_class == "COLDLINE")
    after = bucket.get_blob("a")
    assert (after.generation, after.metageneration) == (before.generation, before.metageneration)
    changed_at = after._properties["timeStorageClassUpdated"]  # noqa: SLF001 - the client shows it nowhere else
    assert changed_at > before._properties["timeStorageClassUpdated"]  # noqa: SLF001 - see above


def test_the_custom_time_can_decide(cloud: Cloud) -> None:
    bucket = a_bucket(cloud, "without")
    blob = bucket.blob("with")
    blob.custom_time = cloud.clock.now() - timedelta(days=8)
    blob.upload_from_string("x")
    bucket.add_lifecycle_delete_rule(days_since_custom_time=9)
    bucket.patch()

    cloud.advance(days=2)

    assert eventually(lambda: names(cloud) == ["without"])


def test_a_date_can_decide(cloud: Cloud) -> None:
    bucket = a_bucket(cloud, "old")
    tomorrow = cloud.clock.now() + timedelta(days=1)
    bucket.add_lifecycle_delete_rule(created_before=tomorrow.date())
    bucket.patch()
    cloud.advance(days=1)

    assert eventually(lambda: names(cloud) == [])


def test_a_hold_is_stronger_than_a_rule(cloud: Cloud) -> None:
    bucket = a_bucket(cloud, "a", "b")
    held = bucket.get_blob("a")
    held.temporary_hold = True
    held.patch()
    bucket.add_lifecycle_delete_rule(age=1)
    bucket.patch()

    cloud.advance(days=2)

    assert eventually(lambda: names(cloud) == ["a"])


def test_uploads_that_nobody_completes_are_aborted(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.add_lifecycle_abort_incomplete_multipart_upload_rule(age=3)
    bucket.patch()
    cloud.request("POST", f"/{BUCKET}/big?uploads")
    cloud.advance(days=2)
    assert b"<Upload>" in cloud.request("GET", f"/{BUCKET}?uploads").body

    cloud.advance(days=2)

    assert eventually(lambda: b"<Upload>" not in cloud.request("GET", f"/{BUCKET}?uploads").body)


def test_rules_are_kept_cleared_and_checked(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.add_lifecycle_delete_rule(age=1)
    bucket.patch()
    kept = list(cloud.client.get_bucket(BUCKET).lifecycle_rules)
    bucket.clear_lifecycle_rules()
    bucket.patch()
    path = f"/storage/v1/b/{BUCKET}"

    assert kept == [{"action": {"type": "Delete"}, "condition": {"age": 1}}]
    assert list(cloud.client.get_bucket(BUCKET).lifecycle_rules) == []
    for rule in (
        {"action": {"type": "Explode"}, "condition": {"age": 1}},
        {"action": {"type": "Delete"}, "condition": {}},
        {"action": {"type": "Delete"}, "condition": {"mood": "bad"}},
        {"action": {"type": "SetStorageClass"}, "condition": {"age": 1}},
    ):
        answer = cloud.request("PATCH", path, json={"lifecycle": {"rule": [rule]}})
        assert answer.status == 400, rule


def test_a_rule_is_applied_at_the_start_too() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        bucket = a_bucket(cloud, "a")
        bucket.add_lifecycle_delete_rule(age=0)
        bucket.patch()
        assert names(cloud) == ["a"]

    with running_cloud(shelf) as cloud:
        assert names(cloud) == []
