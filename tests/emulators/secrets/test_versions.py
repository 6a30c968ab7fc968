from __future__ import annotations

from datetime import timedelta

import google_crc32c
import pytest
from google.api_core.exceptions import FailedPrecondition, InvalidArgument, NotFound
from google.cloud.secretmanager_v1 import Secret, SecretPayload, SecretVersion
from google.protobuf.field_mask_pb2 import FieldMask

from tests.emulators.secrets.cloud import SECRET, Cloud, at

FIRST = f"{SECRET}/versions/1"


def test_versions_are_numbered_and_read_by_number_and_as_the_latest(cloud: Cloud) -> None:
    cloud.create_secret()
    names = [cloud.add_version(data).name for data in (b"one", b"two")]

    assert names == [FIRST, f"{SECRET}/versions/2"]
    assert (cloud.read("1"), cloud.read("2"), cloud.read("latest")) == (b"one", b"two", b"two")
    latest = cloud.client.get_secret_version(name=f"{SECRET}/versions/latest")
    assert latest.name == names[1]


def test_both_protocols_give_the_payload_with_its_checksum(cloud: Cloud) -> None:
    cloud.create_secret()
    data = bytes(range(256))
    cloud.rest_client.add_secret_version(parent=SECRET, payload=SecretPayload(data=data))

    for client in (cloud.client, cloud.rest_client):
        answer = client.access_secret_version(name=f"{SECRET}/versions/latest")
        assert answer.name == FIRST
        assert answer.payload.data == data
        assert answer.payload.data_crc32c == google_crc32c.value(data)


def test_a_checksum_that_comes_along_is_checked(cloud: Cloud) -> None:
    cloud.create_secret()
    right = google_crc32c.value(b"hush")

    checked = cloud.client.add_secret_version(
        parent=SECRET, payload=SecretPayload(data=b"hush", data_crc32c=right)
    )
    with pytest.raises(InvalidArgument, match="checksum"):
        cloud.client.add_secret_version(
            parent=SECRET, payload=SecretPayload(data=b"hush", data_crc32c=right + 1)
        )

    assert checked.client_specified_payload_checksum
    assert not cloud.add_version().client_specified_payload_checksum
    assert len(list(cloud.client.list_secret_versions(parent=SECRET))) == 2


def test_a_payload_is_something_and_64_kibibytes_at_most(cloud: Cloud) -> None:
    cloud.create_secret()

    cloud.add_version(b"x" * 65536)
    with pytest.raises(InvalidArgument, match="65536"):
        cloud.add_version(b"x" * 65537)
    with pytest.raises(InvalidArgument, match=r"Field \[payload\] is required\."):
        cloud.add_version(b"")


def test_a_disabled_version_cannot_be_read_until_it_is_enabled(cloud: Cloud) -> None:
    cloud.create_secret()
    cloud.add_version()

    disabled = cloud.client.disable_secret_version(name=FIRST)
    with pytest.raises(
        FailedPrecondition, match=rf"^400 Secret Version \[{FIRST}\] is in DISABLED state\.$"
    ):
        cloud.read("latest")
    enabled = cloud.rest_client.enable_secret_version(name=FIRST)

    assert (disabled.state.name, enabled.state.name) == ("DISABLED", "ENABLED")
    assert disabled.etag != enabled.etag
    assert cloud.read("latest") == b"hush"


def test_a_destroyed_version_is_gone_for_good(cloud: Cloud) -> None:
    cloud.create_secret()
    cloud.add_version()

    destroyed = cloud.client.destroy_secret_version(name=FIRST)

    assert destroyed.state.name == "DESTROYED"
    assert abs(at(destroyed.destroy_time) - cloud.clock.now()) < timedelta(seconds=5)
    for change in ("enable_secret_version", "disable_secret_version", "destroy_secret_version"):
        with pytest.raises(FailedPrecondition, match="is in DESTROYED state"):
            getattr(cloud.client, change)(name=FIRST)
    with pytest.raises(FailedPrecondition, match="is in DESTROYED state"):
        cloud.read("1")
    assert cloud.add_version(b"new").name == f"{SECRET}/versions/2"


def test_destruction_can_wait_and_be_called_off(cloud: Cloud) -> None:
    cloud.create_secret(version_destroy_ttl=timedelta(days=2))
    for data in (b"one", b"two"):
        cloud.add_version(data)

    waiting = cloud.client.destroy_secret_version(name=FIRST)
    cloud.client.destroy_secret_version(name=f"{SECRET}/versions/2")
    spared = cloud.client.enable_secret_version(name=f"{SECRET}/versions/2")
    cloud.advance(days=2)

    assert waiting.state.name == "DISABLED"
    wait = at(waiting.scheduled_destroy_time) - cloud.clock.now()
    assert wait <= timedelta()
    assert "scheduled_destroy_time" not in spared
    assert cloud.client.get_secret_version(name=FIRST).state is SecretVersion.State.DESTROYED
    assert cloud.read("2") == b"two"


def test_a_stale_etag_changes_no_version(cloud: Cloud) -> None:
    cloud.create_secret()
    etag = cloud.add_version().etag
    cloud.client.disable_secret_version(request={"name": FIRST, "etag": etag})

    with pytest.raises(FailedPrecondition, match="etag"):
        cloud.client.destroy_secret_version(request={"name": FIRST, "etag": etag})

    assert cloud.client.get_secret_version(name=FIRST).state is SecretVersion.State.DISABLED


def test_an_alias_leads_to_its_version(cloud: Cloud) -> None:
    cloud.create_secret()
    for data in (b"one", b"two"):
        cloud.add_version(data)

    cloud.client.update_secret(
        secret=Secret(name=SECRET, version_aliases={"stable": 1}),
        update_mask=FieldMask(paths=["version_aliases"]),
    )

    assert cloud.read("stable") == b"one"
    with pytest.raises(NotFound):
        cloud.client.disable_secret_version(name=f"{SECRET}/versions/stable")
    with pytest.raises(InvalidArgument, match="not there"):
        cloud.client.update_secret(
            secret=Secret(name=SECRET, version_aliases={"next": 3}),
            update_mask=FieldMask(paths=["version_aliases"]),
        )


def test_what_there_is_no_version_of_is_not_found(cloud: Cloud) -> None:
    with pytest.raises(NotFound, match=rf"Secret \[{SECRET}\] not found or has no versions\."):
        cloud.read("latest")
    cloud.create_secret()
    with pytest.raises(NotFound, match=r"not found or has no versions\."):
        cloud.read("latest")
    with pytest.raises(NotFound, match=rf"Secret Version \[{FIRST}\] not found\."):
        cloud.read("1")
    with pytest.raises(InvalidArgument, match=r"expected format \[projects/\*/secrets/\*/versions"):
        cloud.client.access_secret_version(name=SECRET)


def test_versions_are_listed_newest_first_and_by_their_state(cloud: Cloud) -> None:
    cloud.create_secret()
    for number in range(11):
        cloud.add_version(str(number).encode())
    cloud.client.disable_secret_version(name=f"{SECRET}/versions/3")

    listed = cloud.client.list_secret_versions(request={"parent": SECRET, "page_size": 4})
    enabled = cloud.client.list_secret_versions(
        request={"parent": SECRET, "filter": "NOT state:ENABLED"}
    )

    numbers = [int(version.name.rpartition("/")[2]) for version in listed]
    assert numbers == list(range(11, 0, -1))
    assert [version.name for version in enabled] == [f"{SECRET}/versions/3"]


def test_a_version_says_where_it_is_replicated_to(cloud: Cloud) -> None:
    cloud.create_secret()
    key = "projects/p/locations/l/keyRings/r/cryptoKeys/k"
    replica = {"location": "europe-north1", "customer_managed_encryption": {"kms_key_name": key}}
    cloud.create_secret("other", replication={"user_managed": {"replicas": [replica]}})

    automatic = cloud.add_version().replication_status
    managed = cloud.add_version(secret=SECRET.replace("api-key", "other")).replication_status

    assert "automatic" in automatic
    [status] = managed.user_managed.replicas
    assert status.location == "europe-north1"
    assert status.customer_managed_encryption.kms_key_version_name.startswith(key)
