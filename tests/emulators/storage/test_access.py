"""Access control lists, and uniform access that switches them off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from google.api_core.exceptions import BadRequest, NotFound
from google.cloud.storage import Bucket

from tests.emulators.storage.cloud import BUCKET, Cloud


def a_uniform_bucket(cloud: Cloud) -> Bucket:
    bucket = cloud.client.bucket(BUCKET)
    bucket.iam_configuration.uniform_bucket_level_access_enabled = True
    bucket.create()
    return bucket


def test_a_new_bucket_belongs_to_its_project(cloud: Cloud) -> None:
    bucket = cloud.bucket()

    roles = {entry["entity"].rsplit("-", 1)[0]: entry["role"] for entry in bucket.acl}

    assert roles == {
        "project-owners": "OWNER",
        "project-editors": "OWNER",
        "project-viewers": "READER",
    }
    bucket.reload(projection="full")
    assert bucket.owner["entity"].startswith("project-owners-")


def test_entries_of_a_list_are_added_and_taken_away(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("a")
    blob.upload_from_string("x")

    blob.acl.user("a@example.com").grant_read()
    blob.acl.save()
    blob.acl.reload()
    granted = set(blob.acl.user("a@example.com").get_roles())
    blob.acl.user("a@example.com").revoke_read()
    blob.acl.save()
    blob.acl.reload()

    assert granted == {"READER"}
    assert not blob.acl.has_entity("user-a@example.com")
    assert blob.metageneration is not None


def test_what_is_made_public_says_so_and_private_again(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("a")
    blob.upload_from_string("x")

    blob.make_public()
    shown = cloud.request("GET", blob.public_url.removeprefix(cloud.url))
    public = set(blob.acl.all().get_roles())
    blob.make_private()

    assert shown.body == b"x"
    assert public == {"READER"}
    assert blob.acl.all().get_roles() == set()


def test_new_objects_get_the_buckets_default(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.default_object_acl.all().grant_read()
    bucket.default_object_acl.save()
    blob = bucket.blob("a")
    blob.upload_from_string("x")

    blob.acl.reload()

    assert blob.acl.all().get_roles() == {"READER"}


def test_a_bucket_is_made_public_with_what_is_in_it(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    blob = bucket.blob("a")
    blob.upload_from_string("x")

    bucket.make_public(recursive=True, future=True)
    blob.acl.reload()
    was_public = blob.acl.all().get_roles() | bucket.acl.all().get_roles()
    bucket.make_private(recursive=True)

    assert was_public == {"READER"}
    assert bucket.acl.all().get_roles() == set()


def test_predefined_lists_can_be_chosen(cloud: Cloud) -> None:
    bucket = cloud.client.create_bucket(
        BUCKET, predefined_acl="publicRead", predefined_default_object_acl="private"
    )
    one, two = bucket.blob("one"), bucket.blob("two")
    one.upload_from_string("x", predefined_acl="authenticatedRead")
    two.upload_from_string("x")

    assert bucket.acl.all().get_roles() == {"READER"}
    assert one.acl.all_authenticated().get_roles() == {"READER"}
    assert len(list(two.acl)) == 1
    wrong = f"/upload/storage/v1/b/{BUCKET}/o?uploadType=media&name=a&predefinedAcl=everybody"
    assert b"predefinedAcl" in cloud.request("POST", wrong, data=b"x").body


def test_single_entries_are_served_too(cloud: Cloud) -> None:
    cloud.bucket()
    path = f"/storage/v1/b/{BUCKET}/acl"
    entry = {"entity": "domain-example.com", "role": "READER"}

    made = cloud.request("POST", path, json=entry)
    changed = cloud.request("PATCH", f"{path}/domain-example.com", json={"role": "WRITER"})
    read = cloud.request("GET", f"{path}/domain-example.com")
    gone = cloud.request("DELETE", f"{path}/domain-example.com")
    after = cloud.request("GET", f"{path}/domain-example.com")
    wrong = cloud.request("POST", path, json={**entry, "role": "KING"})

    assert [made.status, changed.status, gone.status, after.status] == [200, 200, 204, 404]
    assert (b'"domain": "example.com"' in read.body, b"WRITER" in read.body) == (True, True)
    assert wrong.status == 400


def read_lists(bucket: Bucket) -> None:
    bucket.acl.reload()


def read_default_lists(bucket: Bucket) -> None:
    bucket.default_object_acl.reload()


def read_lists_of_an_object(bucket: Bucket) -> None:
    bucket.blob("a").acl.reload()


def publish_an_object(bucket: Bucket) -> None:
    bucket.blob("a").make_public()


def upload_a_public_object(bucket: Bucket) -> None:
    bucket.blob("b").upload_from_string("x", predefined_acl="publicRead")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (read_lists, "Cannot get legacy ACL for a bucket that has uniform bucket-level access"),
        (read_default_lists, "Cannot use ACL API to update bucket policy when uniform"),
        (read_lists_of_an_object, "Cannot get legacy ACL for an object when uniform"),
        (publish_an_object, "legacy ACL for an object when uniform"),
        (upload_a_public_object, "Cannot insert legacy ACL for an object when uniform"),
    ],
)
def test_where_access_is_uniform_there_are_no_lists(
    cloud: Cloud, call: Callable[[Bucket], None], message: str
) -> None:
    bucket = a_uniform_bucket(cloud)
    bucket.blob("a").upload_from_string("x")

    with pytest.raises(BadRequest, match=message):
        call(bucket)

    assert [blob.name for blob in bucket.list_blobs(projection="full")] == ["a"]


def test_uniform_access_can_be_switched_on_and_off(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.blob("a").upload_from_string("x")
    for wanted in (True, False):
        bucket.iam_configuration.uniform_bucket_level_access_enabled = wanted
        bucket.patch()
        found = cloud.client.get_bucket(BUCKET).iam_configuration

        assert found.uniform_bucket_level_access_enabled is wanted
        assert (found.uniform_bucket_level_access_locked_time is not None) is wanted
    assert len(list(bucket.blob("a").acl)) == 3


def test_an_entity_without_an_entry_is_not_found(cloud: Cloud) -> None:
    cloud.bucket()

    with pytest.raises(NotFound):
        cloud.client._get_resource(f"/b/{BUCKET}/acl/allUsers")  # noqa: SLF001 - no public call reads one entry
