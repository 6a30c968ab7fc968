"""What owners set on buckets, through every property that the client has for it."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import BadRequest
from google.cloud.storage import Bucket
from google.cloud.storage.bucket import BucketEncryption
from google.cloud.storage.ip_filter import IPFilter, PublicNetworkSource

from tests.emulators.storage.cloud import BUCKET, Cloud

KMS_KEY = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"


def found(cloud: Cloud) -> Bucket:
    return cloud.client.get_bucket(BUCKET)


def test_a_bucket_tells_what_it_is(cloud: Cloud) -> None:
    bucket = cloud.bucket()

    assert bucket.exists()
    assert (bucket.id, bucket.path) == (BUCKET, f"/b/{BUCKET}")
    assert bucket.self_link == f"{cloud.url}/storage/v1/b/{BUCKET}"
    assert len(str(bucket.project_number)) == 12
    assert bucket.generation is not None
    assert bucket.updated == bucket.time_created
    assert bucket.etag
    assert not cloud.client.bucket("no-such-bucket").exists()


def test_autoclass_is_kept_with_its_times(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.autoclass_enabled = True
    bucket.patch()
    first = found(cloud)
    bucket.autoclass_terminal_storage_class = "ARCHIVE"
    cloud.advance(hours=1)
    bucket.patch()
    second = found(cloud)

    assert (first.autoclass_enabled, first.autoclass_terminal_storage_class) == (True, "NEARLINE")
    assert second.autoclass_terminal_storage_class == "ARCHIVE"
    assert second.autoclass_toggle_time == first.autoclass_toggle_time
    assert (
        second.autoclass_terminal_storage_class_update_time
        > first.autoclass_terminal_storage_class_update_time
    )


def test_website_and_logging_are_kept_and_taken_away(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.configure_website("index.html", "404.html")
    bucket.enable_logging("logs-of-a-test", object_prefix="access")
    bucket.patch()
    kept = found(cloud)
    bucket.disable_website()
    bucket.disable_logging()
    bucket.patch()

    assert kept.get_logging() == {"logBucket": "logs-of-a-test", "logObjectPrefix": "access"}
    assert kept._properties["website"] == {  # noqa: SLF001 - the client shows it nowhere else
        "mainPageSuffix": "index.html",
        "notFoundPage": "404.html",
    }
    assert found(cloud).get_logging() is None


def test_what_has_no_effect_here_is_kept(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.requester_pays = True
    bucket.rpo = "DEFAULT"
    bucket.storage_class = "NEARLINE"
    bucket.encryption = BucketEncryption(bucket, default_kms_key_name=KMS_KEY)
    ip_filter = IPFilter()
    ip_filter.mode = "Disabled"
    ip_filter.public_network_source = PublicNetworkSource(allowed_ip_cidr_ranges=["10.0.0.0/8"])
    bucket.ip_filter = ip_filter
    bucket.update()

    kept = found(cloud)
    assert (kept.requester_pays, kept.rpo, kept.storage_class) == (True, "DEFAULT", "NEARLINE")
    assert kept.encryption.default_kms_key_name == KMS_KEY
    assert kept.ip_filter.public_network_source.allowed_ip_cidr_ranges == ["10.0.0.0/8"]
    bucket.blob("a").upload_from_string("x")
    assert bucket.get_blob("a").storage_class == "NEARLINE"


def test_where_a_bucket_lies_is_settled_at_its_creation(cloud: Cloud) -> None:
    bucket = cloud.client.bucket(BUCKET)
    bucket.hierarchical_namespace_enabled = False
    regions = ["EUROPE-WEST1", "EUROPE-NORTH1"]
    cloud.client.create_bucket(bucket, location="EU", data_locations=regions)
    cloud.request("PATCH", f"/storage/v1/b/{BUCKET}", json={"location": "US"})

    kept = found(cloud)
    assert (kept.location, kept.location_type) == ("EU", "dual-region")
    assert kept.data_locations == regions
    assert kept.hierarchical_namespace_enabled is False


def test_the_retention_policy_tells_since_when_it_counts(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.retention_period = 60
    bucket.patch()
    since = bucket.retention_policy_effective_time
    cloud.advance(hours=1)
    bucket.retention_period = 120
    bucket.patch()

    assert found(cloud).retention_policy_effective_time == since


def test_a_storage_class_that_does_not_exist_is_refused(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("a")
    blob.storage_class = "LUKEWARM"
    lukewarm = {"storageClass": "LUKEWARM"}

    with pytest.raises(BadRequest, match="Invalid storage class"):
        blob.upload_from_string("x")
    answer = cloud.request("PATCH", f"/storage/v1/b/{BUCKET}", json=lukewarm)

    assert answer.status == 400


def test_many_objects_are_deleted_by_one_call(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blobs = [bucket.blob(name) for name in "abc"]
    for blob in blobs:
        blob.upload_from_string("x")
    missing: list[object] = []

    bucket.delete_blobs([*blobs[:2], bucket.blob("nobody")], on_error=missing.append)

    assert [blob.name for blob in bucket.list_blobs()] == ["c"]
    assert len(missing) == 1
    bucket.delete(force=True)
    assert not bucket.exists()


def test_a_client_without_credentials_reads_too(cloud: Cloud) -> None:
    cloud.bucket().blob("a").upload_from_string("x")
    anonymous = type(cloud.client).create_anonymous_client()

    content = anonymous.bucket(BUCKET).blob("a").download_as_bytes()
    anonymous.close()

    assert content == b"x"
