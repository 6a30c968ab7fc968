from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import Aborted, NotFound

from emulators.identity.issuer import Issuer
from tests.emulators.pubsub.clients import Clients, a_snapshot_name, a_topic_name
from tests.emulators.pubsub.local_pubsub import running
from tests.emulators.pubsub.memory_shelf import MemoryShelf
from tests.emulators.pubsub.some_schemas import create, order

BINDING = {"role": "roles/pubsub.publisher", "members": ["serviceAccount:shop@x.example"]}


def give(clients: Clients, resource: str, **policy: Any) -> Any:
    request = {"resource": resource, "policy": {"bindings": [BINDING], **policy}}
    return clients.publisher.set_iam_policy(request=request)


def roles(clients: Clients, resource: str) -> list[str]:
    policy = clients.publisher.get_iam_policy(request={"resource": resource})
    return [binding.role for binding in policy.bindings]


def test_every_resource_has_a_policy(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    snapshot = a_snapshot_name()
    clients.subscriber.create_snapshot(name=snapshot, subscription=subscription)
    resources = (topic, subscription, snapshot, create(clients, order()).name)

    before = [roles(clients, resource) for resource in resources]
    for resource in resources:
        give(clients, resource)

    assert before == [[]] * 4
    assert [roles(clients, resource) for resource in resources] == [[BINDING["role"]]] * 4


def test_an_etag_guards_against_each_other(clients: Clients) -> None:
    topic = clients.topic()
    etag = give(clients, topic).etag

    give(clients, topic, etag=etag)

    with pytest.raises(Aborted):
        give(clients, topic, etag=etag)


def test_all_permissions_are_granted(clients: Clients) -> None:
    permissions = ["pubsub.topics.publish", "pubsub.topics.get"]
    request = {"resource": clients.topic(), "permissions": permissions}

    granted = clients.publisher.test_iam_permissions(request=request).permissions

    assert list(granted) == permissions


def test_what_is_not_there_has_no_policy(clients: Clients) -> None:
    topic = clients.topic()
    give(clients, topic)
    clients.publisher.delete_topic(topic=topic)

    for resource in (topic, a_topic_name()):
        with pytest.raises(NotFound):
            roles(clients, resource)
    clients.publisher.create_topic(name=topic)
    assert roles(clients, topic) == []


def test_a_policy_is_there_after_a_restart(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        topic = before.clients.topic()
        give(before.clients, topic)

    with running(issuer, shelf) as after:
        assert roles(after.clients, topic) == [BINDING["role"]]
