from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import NotFound

from emulators.identity.issuer import Issuer
from tests.emulators.pubsub.local_pubsub import LocalPubSub, running
from tests.emulators.pubsub.memory_shelf import MemoryShelf

TWO_DAYS = {"expiration_policy": {"ttl": timedelta(days=2)}}


def exists(pubsub: LocalPubSub, subscription: str) -> bool:
    try:
        pubsub.clients.subscriber.get_subscription(subscription=subscription)
    except NotFound:
        return False
    return True


def test_a_subscription_that_nobody_uses_expires(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    default = pubsub.clients.subscription(topic)
    short = pubsub.clients.subscription(topic, **TWO_DAYS)
    never = pubsub.clients.subscription(topic, expiration_policy={})

    pubsub.advance(days=2, hours=1)
    after_two_days = [exists(pubsub, one) for one in (short, default, never)]
    pubsub.advance(days=30)

    assert after_two_days == [False, True, True]
    assert [exists(pubsub, one) for one in (default, never)] == [False, True]
    assert list(pubsub.clients.publisher.list_topic_subscriptions(topic=topic)) == [never]


def test_whoever_pulls_keeps_the_subscription_alive(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic, **TWO_DAYS)

    for _ in range(3):
        pubsub.advance(days=1, hours=12)
        pubsub.clients.pull_now(subscription)

    assert exists(pubsub, subscription)


def test_a_policy_can_be_changed_later(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()
    subscription = pubsub.clients.subscription(topic)

    pubsub.clients.subscriber.update_subscription(
        request={
            "subscription": {"name": subscription, "topic": topic, **TWO_DAYS},
            "update_mask": {"paths": ["expiration_policy"]},
        }
    )
    pubsub.advance(days=2, hours=1)

    with pytest.raises(NotFound):
        pubsub.clients.pull_now(subscription)


def test_a_restart_is_no_use(issuer: Issuer) -> None:
    shelf = MemoryShelf()
    with running(issuer, shelf) as before:
        subscription = before.clients.subscription(before.clients.topic(), **TWO_DAYS)

    with running(issuer, shelf) as after:
        there = exists(after, subscription)
        after.advance(days=2, hours=1)

        assert there
        assert not exists(after, subscription)
