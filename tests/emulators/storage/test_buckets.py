from __future__ import annotations

import pytest
from google.api_core.exceptions import (
    BadRequest,
    Conflict,
    NotFound,
    PreconditionFailed,
)

from emulators.topology import Topology
from tests.emulators.storage.cloud import BUCKET, Cloud


def test_a_bucket_is_created_once(cloud: Cloud) -> None:
    created = cloud.client.create_bucket(BUCKET, location="europe-north1")

    found = cloud.client.get_bucket(BUCKET)
    assert found.metageneration == 1
    assert (found.location, found.location_type) == ("EUROPE-NORTH1", "region")
    assert found.time_created == created.time_created
    with pytest.raises(Conflict, match="you already own it"):
        cloud.client.create_bucket(BUCKET)


def test_a_bucket_that_does_not_exist_is_not_found(cloud: Cloud) -> None:
    with pytest.raises(NotFound, match="The specified bucket does not exist"):
        cloud.client.get_bucket(BUCKET)
    with pytest.raises(NotFound, match="The specified bucket does not exist"):
        cloud.client.bucket(BUCKET).blob("a").upload_from_string("x")
    assert cloud.client.lookup_bucket(BUCKET) is None


def test_a_malformed_bucket_name_is_refused(cloud: Cloud) -> None:
    answer = cloud.request("POST", "/storage/v1/b", json={"name": "No Capitals"})

    assert answer.status == 400
    assert b"Invalid bucket name" in answer.body


def test_a_patch_changes_what_it_names_and_counts_the_metageneration(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.labels = {"team": "shop", "stage": "test"}
    bucket.patch()
    bucket.labels = {"team": "shop"}
    bucket.patch()

    found = cloud.client.get_bucket(BUCKET)
    assert found.labels == {"team": "shop"}
    assert found.metageneration == 3


def test_a_bucket_is_changed_only_under_the_metageneration_asked_for(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.labels = {"team": "shop"}

    with pytest.raises(PreconditionFailed):
        bucket.patch(if_metageneration_match=2)
    bucket.patch(if_metageneration_match=1)

    assert cloud.client.get_bucket(BUCKET).labels == {"team": "shop"}


def test_buckets_are_listed_in_pages_and_by_prefix(cloud: Cloud) -> None:
    for name in ("shop-a", "shop-b", "shop-c", "other"):
        cloud.client.create_bucket(name)

    pages = [
        [bucket.name for bucket in page]
        for page in cloud.client.list_buckets(prefix="shop-", page_size=2).pages
    ]

    assert pages == [["shop-a", "shop-b"], ["shop-c"]]


def test_a_bucket_can_be_deleted_only_when_it_is_empty(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("a")
    blob.upload_from_string("x")

    with pytest.raises(Conflict, match="not empty"):
        bucket.delete()
    blob.delete()
    bucket.delete()

    assert cloud.client.lookup_bucket(BUCKET) is None


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "managedFolders", "managedFolders"),
        ("GET", "managedFolders/a/", "managedFolders"),
        ("POST", "relocate", "buckets.relocate"),
        ("POST", "o/bulkRestore", "objects.bulkRestore"),
    ],
)
def test_what_is_not_served_is_refused_by_its_name(
    cloud: Cloud, method: str, path: str, name: str
) -> None:
    cloud.bucket()

    answer = cloud.request(method, f"/storage/v1/b/{BUCKET}/{path}")

    assert answer.status == 501
    assert f"storage.{name} is not served".encode() in answer.body


def test_a_malformed_number_is_refused(cloud: Cloud) -> None:
    cloud.bucket()

    with pytest.raises(BadRequest, match="Invalid value for ifMetagenerationMatch"):
        cloud.client.get_bucket(BUCKET, if_metageneration_match="many")


def test_provisioning_creates_the_planned_buckets_and_leaves_what_is_there(cloud: Cloud) -> None:
    topology = Topology.load()
    planned = topology.buckets[0]
    cloud.loop.run(cloud.server.provision(topology))
    bucket = cloud.client.get_bucket(planned.name)
    bucket.blob("a").upload_from_string("x")

    cloud.loop.run(cloud.server.provision(topology))

    assert bucket.location == topology.region.upper()
    assert [blob.name for blob in cloud.client.list_blobs(planned.name)] == ["a"]
