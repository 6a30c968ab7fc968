from __future__ import annotations

from typing import Any

import grpc
import pytest
from google.api_core.exceptions import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    MethodNotImplemented,
    NotFound,
)

from tests.emulators.pubsub.clients import PROJECT, Clients, a_topic_name


def test_a_topic_is_there_from_its_creation_to_its_deletion(any_clients: Clients) -> None:
    publisher = any_clients.publisher
    topic = any_clients.topic(labels={"team": "checkout"})

    found = publisher.get_topic(topic=topic)
    publisher.delete_topic(topic=topic)

    assert found.name == topic
    assert dict(found.labels) == {"team": "checkout"}
    with pytest.raises(NotFound):
        publisher.get_topic(topic=topic)


def test_a_topic_cannot_be_created_twice(any_clients: Clients) -> None:
    topic = any_clients.topic()

    with pytest.raises(AlreadyExists):
        any_clients.publisher.create_topic(name=topic)


@pytest.mark.parametrize(
    "name", ["orders", f"{PROJECT}/topics/1st", f"{PROJECT}/topics/goog-x", f"{PROJECT}/topics/ab"]
)
def test_a_topic_needs_a_proper_name(any_clients: Clients, name: str) -> None:
    with pytest.raises(InvalidArgument):
        any_clients.publisher.create_topic(name=name)


def test_the_topics_of_a_project_are_listed_page_by_page(clients: Clients) -> None:
    topics = {clients.topic() for _ in range(5)}
    clients.publisher.create_topic(name="projects/kvitto-test-2/topics/not-ours")

    pages = list(clients.publisher.list_topics(request={"project": PROJECT, "page_size": 2}).pages)

    assert [len(page.topics) for page in pages] == [2, 2, 1]
    assert {topic.name for page in pages for topic in page.topics} == topics


def test_an_update_changes_the_masked_fields_and_no_others(clients: Clients) -> None:
    topic = clients.topic(labels={"team": "checkout"})
    changes = {"name": topic, "labels": {}, "message_retention_duration": {"seconds": 3600}}

    updated = clients.publisher.update_topic(
        request={"topic": changes, "update_mask": {"paths": ["message_retention_duration"]}}
    )

    assert dict(updated.labels) == {"team": "checkout"}
    assert updated.message_retention_duration.total_seconds() == 3600


@pytest.mark.parametrize("paths", [[], ["bogus"], ["name"]])
def test_an_update_needs_a_mask_of_mutable_fields(clients: Clients, paths: list[str]) -> None:
    request = {"topic": {"name": clients.topic()}, "update_mask": {"paths": paths}}

    with pytest.raises(InvalidArgument):
        clients.publisher.update_topic(request=request)


def test_a_topic_knows_its_subscriptions(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscriptions = {any_clients.subscription(topic) for _ in range(2)}
    any_clients.subscription(any_clients.topic())

    listed = any_clients.publisher.list_topic_subscriptions(topic=topic)

    assert set(listed) == subscriptions


def test_a_subscription_outlives_its_topic_with_what_it_has(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    any_clients.publish(topic, b"last words")
    any_clients.publisher.delete_topic(topic=topic)

    orphan = any_clients.subscriber.get_subscription(subscription=subscription)
    [received] = any_clients.pull(subscription)

    assert orphan.topic == "_deleted-topic_"
    assert received.message.data == b"last words"


def test_a_detached_subscription_hands_out_nothing_more(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    clients.publish(topic, b"too late")

    clients.publisher.detach_subscription(request={"subscription": subscription})

    assert clients.subscriber.get_subscription(subscription=subscription).detached
    assert list(clients.publisher.list_topic_subscriptions(topic=topic)) == []
    with pytest.raises(FailedPrecondition):
        clients.pull(subscription)


@pytest.mark.parametrize(
    "settings",
    [
        {"message_transforms": [{"javascript_udf": {"function_name": "f", "code": "x"}}]},
        {"ingestion_data_source_settings": {"cloud_storage": {"bucket": "b"}}},
    ],
)
def test_what_is_not_built_says_so(clients: Clients, settings: dict[str, Any]) -> None:
    with pytest.raises(MethodNotImplemented, match=next(iter(settings))):
        clients.publisher.create_topic(request={"name": a_topic_name(), **settings})


@pytest.mark.parametrize(
    "labels", [{"Team": "x"}, {"1st": "x"}, {"team": "X Y"}, {f"k{n}": "" for n in range(65)}]
)
def test_labels_are_few_and_lowercase(clients: Clients, labels: dict[str, str]) -> None:
    with pytest.raises(InvalidArgument):
        clients.topic(labels=labels)


def test_labels_can_be_replaced(clients: Clients) -> None:
    topic = clients.topic(labels={"team": "checkout", "tier": "1"})

    updated = clients.publisher.update_topic(
        request={
            "topic": {"name": topic, "labels": {"team": "billing"}},
            "update_mask": {"paths": ["labels"]},
        }
    )

    assert dict(updated.labels) == {"team": "billing"}


@pytest.mark.parametrize("seconds", [599, 31 * 86400 + 1])
def test_a_topic_retains_for_ten_minutes_to_31_days(clients: Clients, seconds: int) -> None:
    with pytest.raises(InvalidArgument):
        clients.topic(message_retention_duration={"seconds": seconds})


def test_a_method_that_nobody_knows_is_answered_with_its_name(clients: Clients) -> None:
    channel = clients.publisher.transport.grpc_channel
    call = channel.unary_unary("/google.pubsub.v1.Publisher/MakeTea")

    with pytest.raises(grpc.RpcError) as refused:
        call(b"")

    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED
    assert "google.pubsub.v1.Publisher/MakeTea" in refused.value.details()
