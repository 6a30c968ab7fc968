from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from google.api_core.exceptions import (
    AlreadyExists,
    Conflict,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
)
from google.cloud.secretmanager_v1 import Secret
from google.protobuf.field_mask_pb2 import FieldMask

from tests.emulators.secrets.cloud import AUTOMATIC, ID, PROJECT, SECRET, Cloud, at

TOPIC = {"name": f"{PROJECT}/topics/secrets"}


def test_a_secret_is_given_back_as_it_was_created(cloud: Cloud) -> None:
    created = cloud.create_secret(
        labels={"env": "prod"},
        annotations={"owner.team": "Payments"},
        topics=[TOPIC],
        rotation={
            "next_rotation_time": cloud.clock.now() + timedelta(days=1),
            "rotation_period": timedelta(days=30),
        },
    )

    assert created.name == SECRET
    assert cloud.client.get_secret(name=SECRET) == created
    assert cloud.rest_client.get_secret(name=SECRET) == created
    assert abs(at(created.create_time) - cloud.clock.now()) < timedelta(seconds=5)
    assert re.fullmatch(r'"[0-9a-f]+"', created.etag)
    assert dict(created.annotations) == {"owner.team": "Payments"}


def test_a_secret_exists_once(cloud: Cloud) -> None:
    cloud.create_secret()

    with pytest.raises(AlreadyExists, match=rf"Secret \[{SECRET}\] already exists"):
        cloud.create_secret()
    with pytest.raises(Conflict, match="already exists"):
        cloud.rest_client.create_secret(
            parent=PROJECT, secret_id=ID, secret=Secret(replication=AUTOMATIC)
        )


def test_a_secret_that_does_not_exist_is_not_found(cloud: Cloud) -> None:
    with pytest.raises(NotFound, match=rf"Secret \[{SECRET}\] not found\."):
        cloud.client.get_secret(name=SECRET)
    with pytest.raises(NotFound, match="not found"):
        cloud.client.delete_secret(name=SECRET)
    with pytest.raises(NotFound, match="not found"):
        cloud.add_version()
    with pytest.raises(NotFound, match="not found"):
        cloud.client.list_secret_versions(parent=SECRET)


@pytest.mark.parametrize(
    "name", ["api-key", f"{PROJECT}/secrets/10.0.0.1", f"{PROJECT}/secrets/{'a' * 256}"]
)
def test_a_malformed_name_is_refused_in_the_services_words(cloud: Cloud, name: str) -> None:
    complaint = re.escape(
        f"The provided Secret ID [{name}] does not match the expected format [projects/*/secrets/*]"
    )
    with pytest.raises(InvalidArgument, match=complaint):
        cloud.client.get_secret(name=name)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"replication": None}, "replication"),
        ({"replication": {"user_managed": {}}}, "replicas"),
        ({"labels": {"Env": "prod"}}, "label"),
        ({"labels": {"env": "Prod"}}, "label"),
        ({"labels": {f"k{number}": "" for number in range(65)}}, "64 labels"),
        ({"annotations": {"-x": ""}}, "annotation key"),
        ({"annotations": {"x": "a" * 16 * 1024}}, "16KiB"),
        ({"version_aliases": {"latest": 1}}, "alias"),
        ({"version_aliases": {"1st": 1}}, "alias"),
        ({"version_aliases": {"stable": 1}}, "not there"),
        ({"topics": [{"name": "secrets"}]}, "expected format"),
        ({"topics": [TOPIC] * 11}, "10 topics"),
        ({"ttl": timedelta(0)}, "TTL"),
        ({"version_destroy_ttl": timedelta(hours=23)}, "between 1 day"),
        (
            {"topics": [TOPIC], "rotation": {"rotation_period": timedelta(days=1)}},
            "Next rotation time must be set while the rotation period is set",
        ),
    ],
)
def test_a_secret_out_of_bounds_is_refused(
    cloud: Cloud, settings: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(InvalidArgument, match=complaint):
        cloud.create_secret(**settings)


def test_an_update_changes_what_its_mask_names_and_the_etag(cloud: Cloud) -> None:
    before = cloud.create_secret(labels={"env": "prod", "team": "a"}, annotations={"x": "1"})

    for client, labels in ((cloud.client, {"env": "dev"}), (cloud.rest_client, {"env": "qa"})):
        after = client.update_secret(
            secret=Secret(name=SECRET, labels=labels), update_mask=FieldMask(paths=["labels"])
        )
        assert dict(after.labels) == labels
        assert dict(after.annotations) == {"x": "1"}
        assert after.etag != before.etag


@pytest.mark.parametrize(
    ("paths", "complaint"),
    [
        ([], r"Field \[update_mask\] is required"),
        (["replication"], "immutable"),
        (["colour"], "names no field"),
    ],
)
def test_an_update_that_cannot_be_is_refused(
    cloud: Cloud, paths: list[str], complaint: str
) -> None:
    before = cloud.create_secret()

    with pytest.raises(InvalidArgument, match=complaint):
        cloud.client.update_secret(secret=Secret(name=SECRET), update_mask=FieldMask(paths=paths))

    assert cloud.client.get_secret(name=SECRET) == before


def test_a_stale_etag_is_refused(cloud: Cloud) -> None:
    stale = cloud.create_secret().etag
    mask = FieldMask(paths=["labels"])
    changed = cloud.client.update_secret(
        secret=Secret(name=SECRET, labels={"a": "b"}, etag=stale), update_mask=mask
    )

    with pytest.raises(FailedPrecondition, match="etag"):
        cloud.client.update_secret(secret=Secret(name=SECRET, etag=stale), update_mask=mask)
    with pytest.raises(FailedPrecondition, match="etag"):
        cloud.client.delete_secret(request={"name": SECRET, "etag": stale})

    assert cloud.client.get_secret(name=SECRET) == changed
    cloud.client.delete_secret(request={"name": SECRET, "etag": changed.etag})


def test_a_secret_expires_with_its_versions(cloud: Cloud) -> None:
    created = cloud.create_secret(ttl=timedelta(hours=1))
    cloud.add_version()

    assert "ttl" not in created
    assert at(created.expire_time) - cloud.clock.now() <= timedelta(hours=1)
    cloud.advance(hours=1)

    with pytest.raises(NotFound, match=r"not found or has no versions\."):
        cloud.read("latest")
    assert list(cloud.client.list_secrets(parent=PROJECT)) == []


def test_an_expiry_can_be_moved_and_taken_away(cloud: Cloud) -> None:
    cloud.create_secret(ttl=timedelta(hours=1))
    later = cloud.clock.now() + timedelta(hours=2)

    moved = cloud.client.update_secret(
        secret=Secret(name=SECRET, expire_time=later), update_mask=FieldMask(paths=["expire_time"])
    )
    taken_away = cloud.client.update_secret(
        secret=Secret(name=SECRET), update_mask=FieldMask(paths=["expire_time"])
    )
    cloud.advance(hours=3)

    assert at(moved.expire_time) == later
    assert "expire_time" not in taken_away
    assert cloud.client.get_secret(name=SECRET) == taken_away


def test_a_deleted_secret_takes_its_versions_along(cloud: Cloud) -> None:
    cloud.create_secret()
    cloud.add_version()
    cloud.client.delete_secret(name=SECRET)

    cloud.create_secret()

    assert list(cloud.client.list_secret_versions(parent=SECRET)) == []
    assert cloud.add_version().name == f"{SECRET}/versions/1"
