from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import (
    AlreadyExists,
    GoogleAPICallError,
    InvalidArgument,
    MethodNotImplemented,
    NotFound,
    OutOfRange,
)

from tests.emulators.pubsub.clients import PROJECT, Clients, a_topic_name


def test_a_subscription_has_the_documented_defaults(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(
        topic, retry_policy={}, dead_letter_policy={"dead_letter_topic": topic}
    )

    found = any_clients.subscriber.get_subscription(subscription=subscription)

    assert found.topic == topic
    assert found.ack_deadline_seconds == 10
    assert found.message_retention_duration.days == 7
    assert found.retry_policy.minimum_backoff.total_seconds() == 10
    assert found.retry_policy.maximum_backoff.total_seconds() == 600
    assert found.dead_letter_policy.max_delivery_attempts == 5


def test_a_subscription_cannot_be_created_twice(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)

    with pytest.raises(AlreadyExists):
        any_clients.subscriber.create_subscription(name=subscription, topic=topic)


def test_a_subscription_needs_its_topics(any_clients: Clients) -> None:
    policy = {"dead_letter_topic": a_topic_name()}

    with pytest.raises(NotFound):
        any_clients.subscription(a_topic_name())
    with pytest.raises(NotFound):
        any_clients.subscription(any_clients.topic(), dead_letter_policy=policy)


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ({"ack_deadline_seconds": 601}, InvalidArgument),
        ({"message_retention_duration": {"seconds": 599}}, InvalidArgument),
        ({"retry_policy": {"minimum_backoff": {"seconds": 601}}}, InvalidArgument),
        (
            {
                "retry_policy": {
                    "minimum_backoff": {"seconds": 20},
                    "maximum_backoff": {"seconds": 10},
                }
            },
            InvalidArgument,
        ),
        ({"push_config": {"push_endpoint": "ftp://shop.example"}}, InvalidArgument),
    ],
)
def test_settings_out_of_bounds_are_refused(
    any_clients: Clients, settings: dict[str, Any], refusal: type[GoogleAPICallError]
) -> None:
    topic = any_clients.topic()

    with pytest.raises(refusal):
        any_clients.subscription(topic, **settings)


@pytest.mark.parametrize("attempts", [4, 101])
def test_dead_letters_need_five_to_a_hundred_attempts(any_clients: Clients, attempts: int) -> None:
    topic = any_clients.topic()
    policy = {"dead_letter_topic": topic, "max_delivery_attempts": attempts}

    with pytest.raises(OutOfRange):
        any_clients.subscription(topic, dead_letter_policy=policy)


def test_an_ack_deadline_below_ten_seconds_is_refused(clients: Clients) -> None:
    with pytest.raises(InvalidArgument):
        clients.subscription(clients.topic(), ack_deadline_seconds=9)


@pytest.mark.parametrize("name", ["orders", f"{PROJECT}/subscriptions/1st"])
def test_a_subscription_needs_a_proper_name(any_clients: Clients, name: str) -> None:
    topic = any_clients.topic()

    with pytest.raises(InvalidArgument):
        any_clients.subscriber.create_subscription(name=name, topic=topic)


def test_an_update_replaces_and_removes_policies(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(
        topic, retry_policy={}, dead_letter_policy={"dead_letter_topic": topic}
    )
    changes = {"name": subscription, "topic": topic, "ack_deadline_seconds": 60}
    paths = ["ack_deadline_seconds", "dead_letter_policy"]

    updated = any_clients.subscriber.update_subscription(
        request={"subscription": changes, "update_mask": {"paths": paths}}
    )

    assert updated.ack_deadline_seconds == 60
    assert "dead_letter_policy" not in updated
    assert "retry_policy" in updated


@pytest.mark.parametrize("paths", [[], ["bogus"], ["filter"], ["enable_message_ordering"]])
def test_an_update_needs_a_mask_of_mutable_fields(any_clients: Clients, paths: list[str]) -> None:
    topic = any_clients.topic()
    subscription = {"name": any_clients.subscription(topic), "topic": topic}

    with pytest.raises(InvalidArgument):
        any_clients.subscriber.update_subscription(
            request={"subscription": subscription, "update_mask": {"paths": paths}}
        )


def test_an_update_cannot_break_a_subscription(clients: Clients) -> None:
    topic = clients.topic()
    changes = {"name": clients.subscription(topic), "topic": topic, "ack_deadline_seconds": 700}

    with pytest.raises(InvalidArgument):
        clients.subscriber.update_subscription(
            request={"subscription": changes, "update_mask": {"paths": ["ack_deadline_seconds"]}}
        )

    found = clients.subscriber.get_subscription(subscription=changes["name"])
    assert found.ack_deadline_seconds == 10


def test_the_subscriptions_of_a_project_are_listed_page_by_page(clients: Clients) -> None:
    topic = clients.topic()
    subscriptions = {clients.subscription(topic) for _ in range(3)}
    request = {"project": PROJECT, "page_size": 2}

    pages = list(clients.subscriber.list_subscriptions(request=request).pages)

    assert [len(page.subscriptions) for page in pages] == [2, 1]
    assert {one.name for page in pages for one in page.subscriptions} == subscriptions


def test_a_deleted_subscription_is_gone_with_its_backlog(any_clients: Clients) -> None:
    topic = any_clients.topic()
    subscription = any_clients.subscription(topic)
    any_clients.publish(topic, b"lost")

    any_clients.subscriber.delete_subscription(subscription=subscription)

    with pytest.raises(NotFound):
        any_clients.subscriber.get_subscription(subscription=subscription)
    any_clients.subscriber.create_subscription(name=subscription, topic=topic)
    any_clients.publish(topic, b"new")
    [received] = any_clients.pull(subscription)
    assert received.message.data == b"new"


@pytest.mark.parametrize(
    "settings",
    [
        {"bigtable_config": {"table": "projects/p/instances/i/tables/t"}},
        {"message_transforms": [{"javascript_udf": {"function_name": "f", "code": "x"}}]},
    ],
)
def test_what_is_not_built_says_so(clients: Clients, settings: dict[str, Any]) -> None:
    topic = clients.topic()

    with pytest.raises(MethodNotImplemented, match=next(iter(settings))):
        clients.subscription(topic, **settings)


def test_a_subscription_knows_how_long_its_topic_retains(clients: Clients) -> None:
    topic = clients.topic(message_retention_duration={"seconds": 3600})
    subscription = clients.subscription(topic)
    before = clients.subscriber.get_subscription(subscription=subscription)

    clients.publisher.update_topic(
        request={
            "topic": {"name": topic, "message_retention_duration": {"seconds": 7200}},
            "update_mask": {"paths": ["message_retention_duration"]},
        }
    )
    after = clients.subscriber.get_subscription(subscription=subscription)

    assert before.topic_message_retention_duration.total_seconds() == 3600
    assert after.topic_message_retention_duration.total_seconds() == 7200


@pytest.mark.parametrize(
    "settings",
    [
        {"expiration_policy": {"ttl": {"seconds": 86399}}},
        {"labels": {"Team": "x"}},
        {
            "enable_exactly_once_delivery": True,
            "push_config": {"push_endpoint": "https://shop.example/push"},
        },
    ],
)
def test_settings_that_do_not_go_are_refused(clients: Clients, settings: dict[str, Any]) -> None:
    topic = clients.topic()

    with pytest.raises(InvalidArgument):
        clients.subscription(topic, **settings)
