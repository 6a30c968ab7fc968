"""What surrounds queues and tasks: IAM policies, locations, keys."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import Aborted, InvalidArgument, NotFound
from google.cloud.tasks_v2 import CmekConfig
from google.iam.v1.policy_pb2 import Binding, Policy

from emulators.identity.issuer import Issuer
from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.tasks.cloud import LOCATION, QUEUE, Cloud, running_cloud
from tests.emulators.tasks.rest import rest_of

ENQUEUER = Binding(role="roles/cloudtasks.enqueuer", members=["user:ada@kvitto.example"])
KEY = f"{LOCATION}/keyRings/ring/cryptoKeys/key"


def test_a_policy_is_given_back_as_it_was_set(cloud: Cloud) -> None:
    cloud.create_queue()
    before = cloud.client.get_iam_policy(request={"resource": QUEUE})

    cloud.client.set_iam_policy(
        request={"resource": QUEUE, "policy": Policy(bindings=[ENQUEUER], etag=before.etag)}
    )

    policy = cloud.client.get_iam_policy(request={"resource": QUEUE})
    assert list(before.bindings) == []
    assert list(policy.bindings) == [ENQUEUER]
    assert policy.etag != before.etag


def test_a_policy_is_the_same_over_rest(cloud: Cloud) -> None:
    cloud.create_queue()
    with rest_of(cloud) as rest:
        request = {"resource": QUEUE, "policy": Policy(bindings=[ENQUEUER])}
        rest.client.set_iam_policy(request=request)

        over_rest = rest.client.get_iam_policy(request={"resource": QUEUE})

    assert over_rest == cloud.client.get_iam_policy(request={"resource": QUEUE})


def test_of_two_who_change_a_policy_at_once_the_later_is_refused(cloud: Cloud) -> None:
    cloud.create_queue()
    both_read = cloud.client.get_iam_policy(request={"resource": QUEUE})
    change = Policy(bindings=[ENQUEUER], etag=both_read.etag)
    cloud.client.set_iam_policy(request={"resource": QUEUE, "policy": change})

    with pytest.raises(Aborted, match="concurrent policy changes"):
        cloud.client.set_iam_policy(request={"resource": QUEUE, "policy": change})

    assert cloud.client.get_iam_policy(request={"resource": QUEUE}).etag != both_read.etag


def test_a_policy_outlives_a_restart_but_not_its_queue(issuer: Issuer) -> None:
    shelf = KeptShelf()
    with running_cloud(issuer, shelf) as cloud:
        cloud.create_queue()
        request = {"resource": QUEUE, "policy": Policy(bindings=[ENQUEUER])}
        cloud.client.set_iam_policy(request=request)

    with running_cloud(issuer, shelf) as cloud:
        kept = cloud.client.get_iam_policy(request={"resource": QUEUE})
        cloud.client.delete_queue(name=QUEUE)
        with pytest.raises(NotFound):
            cloud.client.get_iam_policy(request={"resource": QUEUE})

    assert list(kept.bindings) == [ENQUEUER]
    assert not [key for key in shelf.values if key.startswith("iam:")]


def test_the_caller_has_every_permission_it_asks_for(cloud: Cloud) -> None:
    cloud.create_queue()
    asked = ["cloudtasks.tasks.create", "cloudtasks.queues.get"]

    granted = cloud.client.test_iam_permissions(request={"resource": QUEUE, "permissions": asked})

    assert list(granted.permissions) == asked
    with pytest.raises(InvalidArgument, match="wildcards"):
        cloud.client.test_iam_permissions(request={"resource": QUEUE, "permissions": ["*"]})


def test_locations_are_listed_and_found(cloud: Cloud) -> None:
    project = LOCATION.partition("/locations")[0]
    with rest_of(cloud) as rest:
        for client in (cloud.client, rest.client):
            listed = client.list_locations(request={"name": project}).locations
            assert client.get_location(request={"name": LOCATION}) in listed

    with pytest.raises(NotFound):
        cloud.client.get_location(request={"name": f"{project}/locations/moon-dark1"})


def test_the_key_of_a_location_is_kept(cloud: Cloud) -> None:
    name = f"{LOCATION}/cmekConfig"
    before = cloud.client.get_cmek_config(name=name)

    cloud.client.update_cmek_config(cmek_config=CmekConfig(name=name, kms_key=KEY))

    assert before == CmekConfig(name=name)
    assert cloud.client.get_cmek_config(name=name).kms_key == KEY
    with pytest.raises(InvalidArgument):
        cloud.client.update_cmek_config(cmek_config=CmekConfig(name=name, kms_key="mine"))
