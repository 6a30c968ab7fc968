"""What is still there after a restart, and what a deployment puts there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import NotFound
from google.cloud.secretmanager_v1 import SecretVersion
from google.iam.v1.policy_pb2 import Binding, Policy

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.secrets.cloud import PROJECT, REGION, SECRET, Cloud, running_cloud

READER = Binding(role="roles/secretmanager.secretAccessor", members=["user:ada@kvitto.example"])


def provision(cloud: Cloud, *payloads: bytes) -> None:
    cloud.loop.run(cloud.server.provision(PROJECT, {"api-key": payloads}))


def states(cloud: Cloud) -> list[str]:
    versions = cloud.client.list_secret_versions(parent=SECRET)
    return [version.state.name for version in versions]


def test_everything_survives_a_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        created = cloud.create_secret(labels={"env": "prod"})
        for data in (b"one", b"two", b"three"):
            cloud.add_version(data)
        cloud.client.disable_secret_version(name=f"{SECRET}/versions/2")
        cloud.client.destroy_secret_version(name=f"{SECRET}/versions/3")
        policy = Policy(bindings=[READER])
        cloud.client.set_iam_policy(request={"resource": SECRET, "policy": policy})

    with running_cloud(shelf) as cloud:
        assert cloud.client.get_secret(name=SECRET) == created
        assert states(cloud) == ["DESTROYED", "DISABLED", "ENABLED"]
        assert cloud.read("1") == b"one"
        assert cloud.add_version().name == f"{SECRET}/versions/4"
        kept = cloud.client.get_iam_policy(request={"resource": SECRET})
        assert list(kept.bindings) == [READER]


def test_deadlines_survive_a_restart() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        cloud.create_secret(version_destroy_ttl=timedelta(days=1))
        cloud.create_secret("brief", ttl=timedelta(hours=1))
        cloud.add_version()
        cloud.client.destroy_secret_version(name=f"{SECRET}/versions/1")

    with running_cloud(shelf) as cloud:
        cloud.advance(days=1)
        version = cloud.client.get_secret_version(name=f"{SECRET}/versions/1")
        assert version.state is SecretVersion.State.DESTROYED
        with pytest.raises(NotFound):
            cloud.client.get_secret(name=f"{PROJECT}/secrets/brief")


def test_a_destroyed_payload_and_a_deleted_secret_leave_nothing_behind() -> None:
    shelf = KeptShelf()
    with running_cloud(shelf) as cloud:
        cloud.create_secret()
        cloud.add_version(b"hush")
        cloud.client.destroy_secret_version(name=f"{SECRET}/versions/1")
        kept = set(shelf.values)
        cloud.add_version(b"hush")
        policy = Policy(bindings=[READER])
        cloud.rest_client.set_iam_policy(request={"resource": SECRET, "policy": policy})
        cloud.client.delete_secret(name=SECRET)

    assert not [key for key in kept if key.startswith("payload:")]
    assert shelf.values == {}


def test_provisioning_again_leaves_what_is_there_and_adds_what_is_new(cloud: Cloud) -> None:
    provision(cloud, b"one", b"two")
    provision(cloud, b"one", b"two")
    assert states(cloud) == ["ENABLED", "ENABLED"]

    provision(cloud, b"one", b"two", b"three")
    assert cloud.read("latest") == b"three"

    provision(cloud, b"four")
    assert cloud.read("latest") == b"four"
    assert len(states(cloud)) == 4


def test_policies_are_the_same_over_both_protocols(cloud: Cloud) -> None:
    cloud.create_secret()
    policy = Policy(bindings=[READER])
    cloud.client.set_iam_policy(request={"resource": SECRET, "policy": policy})

    request = {"resource": SECRET, "options": {"requested_policy_version": 3}}
    asked = {"resource": SECRET, "permissions": ["secretmanager.versions.access"]}

    for client in (cloud.client, cloud.rest_client):
        assert list(client.get_iam_policy(request=request).bindings) == [READER]
        granted = client.test_iam_permissions(request=asked)
        assert list(granted.permissions) == asked["permissions"]
        with pytest.raises(NotFound):
            client.get_iam_policy(request={"resource": f"{PROJECT}/secrets/none"})


def test_locations_can_be_asked_for(cloud: Cloud) -> None:
    for client in (cloud.client, cloud.rest_client):
        assert client.get_location(request={"name": REGION}).name == REGION
