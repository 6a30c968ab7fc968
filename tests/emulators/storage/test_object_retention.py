"""Retention of single objects: unlocked, overridden, locked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import BadRequest, Forbidden
from google.cloud.storage import Blob

from tests.emulators.storage.cloud import BUCKET, Cloud


def a_blob(cloud: Cloud, mode: str, **period: float) -> Blob:
    bucket = cloud.client.create_bucket(BUCKET, enable_object_retention=True)
    blob = bucket.blob("N-1.pdf")
    blob.upload_from_string("content")
    retain(blob, cloud, mode, **period)
    return blob


def retain(blob: Blob, cloud: Cloud, mode: str | None, **period: float) -> None:
    blob.retention.mode = mode
    blob.retention.retain_until_time = (
        None if mode is None else cloud.clock.now() + timedelta(**period)
    )
    blob.patch()


def test_a_bucket_tells_that_it_retains_single_objects(cloud: Cloud) -> None:
    bucket = cloud.client.create_bucket(BUCKET, enable_object_retention=True)

    assert bucket.object_retention_mode == "Enabled"


@pytest.mark.parametrize("mode", ["Unlocked", "Locked"])
def test_a_retained_object_stays_until_its_time(cloud: Cloud, mode: str) -> None:
    blob = a_blob(cloud, mode, days=2)

    for change in (blob.delete, lambda: blob.upload_from_string("other")):
        with pytest.raises(Forbidden, match="object retention and cannot be deleted"):
            change()
    assert blob.retention_expiration_time == blob.retention.retain_until_time
    cloud.advance(days=2, seconds=1)
    blob.delete()

    assert not blob.exists()


def test_what_is_unlocked_can_be_given_up_by_an_override_only(cloud: Cloud) -> None:
    blob = a_blob(cloud, "Unlocked", days=2)

    with pytest.raises(Forbidden, match="overrideUnlockedRetention"):
        retain(blob, cloud, "Unlocked", days=1)
    with pytest.raises(Forbidden, match="overrideUnlockedRetention"):
        retain(blob, cloud, None)
    blob.patch(override_unlocked_retention=True)
    blob.delete()

    assert not blob.exists()


def test_what_is_locked_can_only_be_prolonged(cloud: Cloud) -> None:
    blob = a_blob(cloud, "Locked", days=2)
    until = blob.retention.retain_until_time

    retain(blob, cloud, "Locked", days=3)
    for mode, days in (("Locked", 1), ("Unlocked", 5)):
        blob.retention.mode = mode
        blob.retention.retain_until_time = until + timedelta(days=days - 2)
        with pytest.raises(Forbidden, match="locked"):
            blob.patch(override_unlocked_retention=True)

    found = cloud.client.bucket(BUCKET).get_blob("N-1.pdf")
    assert found.retention.mode == "Locked"
    assert found.retention.retain_until_time > until


def test_the_longer_of_both_retentions_counts(cloud: Cloud) -> None:
    blob = a_blob(cloud, "Unlocked", hours=1)
    bucket = cloud.client.get_bucket(BUCKET)
    bucket.retention_period = 3 * 3600
    bucket.patch()

    blob.reload()

    assert blob.retention_expiration_time - blob.time_created == timedelta(hours=3)


@pytest.mark.parametrize(("mode", "hours"), [("Forever", 1), ("Locked", -1)])
def test_a_retention_that_makes_no_sense_is_refused(cloud: Cloud, mode: str, hours: int) -> None:
    bucket = cloud.client.create_bucket(BUCKET, enable_object_retention=True)
    blob = bucket.blob("a")
    blob.upload_from_string("content")

    with pytest.raises(BadRequest):
        retain(blob, cloud, mode, hours=hours)


def test_a_bucket_must_have_been_made_for_it(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("a")
    blob.upload_from_string("content")

    with pytest.raises(BadRequest, match="not enabled"):
        retain(blob, cloud, "Unlocked", hours=1)
