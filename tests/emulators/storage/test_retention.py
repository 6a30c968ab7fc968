from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import Forbidden
from google.cloud.storage import Blob, Bucket

from tests.emulators.storage.cloud import BUCKET, Cloud

HOUR_SECONDS = 3600


def a_retaining_bucket(cloud: Cloud) -> Bucket:
    bucket = cloud.bucket()
    bucket.retention_period = HOUR_SECONDS
    bucket.patch()
    return bucket


def set_retention_period(cloud: Cloud, seconds: int | None) -> None:
    bucket = cloud.client.get_bucket(BUCKET)
    bucket.retention_period = seconds
    bucket.patch()


def a_blob(bucket: Bucket) -> Blob:
    blob = bucket.blob("N-1.pdf")
    blob.upload_from_string("first")
    return blob


def assert_is_protected(blob: Blob, complaint: str) -> None:
    with pytest.raises(Forbidden, match=complaint):
        blob.delete()
    with pytest.raises(Forbidden, match=complaint):
        blob.upload_from_string("second")
    assert blob.download_as_bytes() == b"first"


def test_a_retained_object_cannot_be_deleted_or_overwritten_until_its_time(cloud: Cloud) -> None:
    blob = a_blob(a_retaining_bucket(cloud))

    assert blob.retention_expiration_time - blob.time_created == timedelta(hours=1)
    assert_is_protected(blob, "retention policy")
    cloud.advance(hours=1, seconds=1)
    blob.upload_from_string("second")

    assert blob.download_as_bytes() == b"second"


def test_the_metadata_of_a_retained_object_may_change(cloud: Cloud) -> None:
    blob = a_blob(a_retaining_bucket(cloud))
    blob.metadata = {"order": "7"}

    blob.patch()

    assert cloud.client.bucket(BUCKET).get_blob("N-1.pdf").metadata == {"order": "7"}


def test_a_copy_does_not_overwrite_a_retained_object(cloud: Cloud) -> None:
    bucket = a_retaining_bucket(cloud)
    blob = a_blob(bucket)

    with pytest.raises(Forbidden, match="retention policy"):
        bucket.copy_blob(blob, bucket, "N-1.pdf")

    assert blob.download_as_bytes() == b"first"


def test_a_held_object_cannot_be_deleted_or_overwritten_until_it_is_released(
    cloud: Cloud,
) -> None:
    blob = a_blob(cloud.bucket())
    blob.temporary_hold = True
    blob.patch()

    assert_is_protected(blob, "Temporary hold")
    blob.temporary_hold = False
    blob.patch()
    blob.delete()

    assert not blob.exists()


def test_retention_counts_from_the_release_of_an_event_based_hold(cloud: Cloud) -> None:
    bucket = a_retaining_bucket(cloud)
    bucket.default_event_based_hold = True
    bucket.patch()
    blob = a_blob(bucket)
    cloud.advance(hours=2)
    assert_is_protected(blob, "Event-Based hold")

    blob.event_based_hold = False
    blob.patch()
    assert_is_protected(blob, "retention policy")
    cloud.advance(hours=1, seconds=1)
    blob.delete()

    assert not blob.exists()


def test_a_locked_policy_can_only_grow(cloud: Cloud) -> None:
    a_retaining_bucket(cloud).lock_retention_policy()

    for period in (HOUR_SECONDS - 1, None):
        with pytest.raises(Forbidden, match="locked retention policy"):
            set_retention_period(cloud, period)
    set_retention_period(cloud, HOUR_SECONDS + 1)

    found = cloud.client.get_bucket(BUCKET)
    assert (found.retention_period, found.retention_policy_locked) == (HOUR_SECONDS + 1, True)


def test_a_policy_that_is_not_locked_can_be_removed(cloud: Cloud) -> None:
    bucket = a_retaining_bucket(cloud)
    blob = a_blob(bucket)
    bucket.retention_period = None
    bucket.patch()

    blob.delete()

    assert not blob.exists()
