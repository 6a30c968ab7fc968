"""IAM policies of buckets, and HMAC keys."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import BadRequest, NotFound, PreconditionFailed

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.storage.cloud import BUCKET, Cloud, running_cloud

VIEWER = "roles/storage.objectViewer"
ACCOUNT = "checkout@kvitto-test.iam.gserviceaccount.com"


def test_a_policy_is_read_changed_and_kept() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        bucket = cloud.bucket()
        policy = bucket.get_iam_policy(requested_policy_version=3)
        policy.bindings.append({"role": VIEWER, "members": {"allUsers"}})
        bucket.set_iam_policy(policy)

    with running_cloud(shelf) as cloud:
        found = cloud.client.bucket(BUCKET).get_iam_policy(requested_policy_version=3)
        assert {"role": VIEWER, "members": {"allUsers"}} in found.bindings
        assert cloud.client.get_bucket(BUCKET).metageneration == 1


def test_a_policy_based_on_an_old_one_is_refused(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    old, new = bucket.get_iam_policy(), bucket.get_iam_policy()
    new[VIEWER] = {"allUsers"}
    bucket.set_iam_policy(new)

    with pytest.raises(PreconditionFailed):
        bucket.set_iam_policy(old)

    assert bucket.get_iam_policy()[VIEWER] == {"allUsers"}


def test_conditions_need_version_3(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    policy = bucket.get_iam_policy(requested_policy_version=3)
    condition = {"title": "soon", "expression": "request.time < timestamp('2030-01-01T00:00:00Z')"}
    policy.bindings.append(
        {"role": VIEWER, "members": {f"serviceAccount:{ACCOUNT}"}, "condition": condition}
    )
    with pytest.raises(BadRequest, match="version 3"):
        bucket.set_iam_policy(policy)
    policy.version = 3
    bucket.set_iam_policy(policy)

    with pytest.raises(BadRequest, match="version 3"):
        bucket.get_iam_policy()
    assert bucket.get_iam_policy(requested_policy_version=3).version == 3


@pytest.mark.parametrize(
    ("role", "member", "message"),
    [("king", "allUsers", "Role king is not supported"), (VIEWER, "me", "Invalid member: 'me'")],
)
def test_a_binding_that_makes_no_sense_is_refused(
    cloud: Cloud, role: str, member: str, message: str
) -> None:
    bucket = cloud.bucket()
    policy = bucket.get_iam_policy(requested_policy_version=3)
    policy.bindings.append({"role": role, "members": {member}})

    with pytest.raises(BadRequest, match=message):
        bucket.set_iam_policy(policy)


def test_whoever_asks_has_every_permission_there_is(cloud: Cloud) -> None:
    bucket = cloud.bucket()
    bucket.blob("a").upload_from_string("x")
    wanted = ["storage.objects.get", "storage.objects.create"]

    assert bucket.test_iam_permissions(wanted) == wanted
    assert bucket.blob("a").test_iam_permissions(wanted[:1]) == wanted[:1]
    with pytest.raises(BadRequest):
        bucket.test_iam_permissions(["pubsub.topics.get"])


def test_the_policy_of_an_object_is_its_list(cloud: Cloud) -> None:
    blob = cloud.bucket().blob("a")
    blob.upload_from_string("x")
    policy = blob.get_iam_policy(requested_policy_version=1)
    policy["roles/storage.legacyObjectReader"] = {"allUsers"}

    blob.set_iam_policy(policy)

    assert blob.acl.all().get_roles() == {"READER"}


def test_a_project_has_a_service_account(cloud: Cloud) -> None:
    email = cloud.client.get_service_account_email()

    assert email.endswith("@gs-project-accounts.iam.gserviceaccount.com")


def test_an_hmac_key_lives_and_dies(cloud: Cloud) -> None:
    key, secret = cloud.client.create_hmac_key(ACCOUNT)
    with pytest.raises(BadRequest, match="ACTIVE"):
        key.delete()
    key.state = "INACTIVE"
    key.update()
    listed = [
        found.access_id for found in cloud.client.list_hmac_keys(service_account_email=ACCOUNT)
    ]
    key.delete()

    assert len(secret) == 40
    assert (len(key.access_id), key.access_id[:5]) == (61, "GOOG1")
    assert listed == [key.access_id]
    assert list(cloud.client.list_hmac_keys()) == []
    assert [found.state for found in cloud.client.list_hmac_keys(show_deleted_keys=True)] == [
        "DELETED"
    ]
    assert cloud.client.get_hmac_key_metadata(key.access_id).state == "DELETED"


def test_an_unknown_hmac_key_is_not_found(cloud: Cloud) -> None:
    with pytest.raises(NotFound):
        cloud.client.get_hmac_key_metadata("GOOG1NOBODY")


def test_hmac_keys_survive_a_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        key, _ = cloud.client.create_hmac_key(ACCOUNT)

    with running_cloud(shelf) as cloud:
        assert cloud.client.get_hmac_key_metadata(key.access_id).service_account_email == ACCOUNT
