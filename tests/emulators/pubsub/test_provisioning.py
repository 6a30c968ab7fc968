from __future__ import annotations

from datetime import timedelta

from google.pubsub_v1 import types

from emulators import topology
from emulators.identity.issuer import Issuer
from emulators.topology import Topology
from tests.emulators.pubsub.clients import a_subscription_name, datas
from tests.emulators.pubsub.local_pubsub import LocalPubSub, running
from tests.emulators.pubsub.memory_shelf import MemoryShelf

PLAN = Topology.load().model_copy(update={"exports": ()})
"""What is exported to a bucket or a table needs both; see test_exports_of_the_plan.py."""


def changed(plan: Topology, **changes: object) -> Topology:
    """Return the plan with its first subscription changed."""
    first, *others = plan.subscriptions
    subscriptions = (first.model_copy(update=changes), *others)
    return plan.model_copy(update={"subscriptions": subscriptions})


def test_everything_the_plan_says_is_set_up(pubsub: LocalPubSub) -> None:
    pubsub.loop.run(pubsub.server.provision(PLAN))

    project = f"projects/{PLAN.project}"
    topics = {topic.name for topic in pubsub.clients.publisher.list_topics(project=project)}
    assert topics == {PLAN.topic_name(topic) for topic in PLAN.topics}
    for planned in PLAN.subscriptions:
        found = pubsub.clients.subscriber.get_subscription(
            subscription=PLAN.subscription_name(planned.name)
        )
        assert found.topic == PLAN.topic_name(planned.topic)
        assert found.filter == planned.filter
        assert found.ack_deadline_seconds == planned.ack_deadline_seconds
        assert found.message_retention_duration == timedelta(
            seconds=planned.message_retention_seconds
        )
        assert found.push_config.push_endpoint == planned.push_endpoint
        assert found.push_config.oidc_token.audience == planned.oidc.audience
        account = found.push_config.oidc_token.service_account_email
        assert account == planned.oidc.service_account_email
        assert found.retry_policy.minimum_backoff == timedelta(
            seconds=planned.retry.minimum_backoff_seconds
        )
        assert ("dead_letter_policy" in found) == (planned.dead_letter is not None)


def test_a_second_time_nothing_changes(pubsub: LocalPubSub) -> None:
    pubsub.loop.run(pubsub.server.provision(PLAN))
    project = f"projects/{PLAN.project}"
    before = list(pubsub.clients.subscriber.list_subscriptions(project=project))

    pubsub.loop.run(pubsub.server.provision(PLAN))

    assert list(pubsub.clients.subscriber.list_subscriptions(project=project)) == before


def test_a_restored_subscription_takes_its_settings_from_the_plan_and_keeps_its_backlog(
    issuer: Issuer,
) -> None:
    shelf = MemoryShelf()
    first = PLAN.subscriptions[0]
    name = PLAN.subscription_name(first.name)
    with running(issuer, shelf) as before:
        before.loop.run(before.server.provision(PLAN))
        before.clients.publish(
            PLAN.topic_name(first.topic), b"waiting", attributes={"provider": "stripe"}
        )

    with running(issuer, shelf) as after:
        plan = changed(PLAN, ack_deadline_seconds=33, filter="attributes:provider")
        after.loop.run(after.server.provision(plan))
        found = after.clients.subscriber.get_subscription(subscription=name)
        after.clients.subscriber.modify_push_config(subscription=name, push_config={})
        after.advance(hours=1)
        received = after.clients.pull(name)

    assert found.ack_deadline_seconds == 33
    assert found.filter == "attributes:provider"
    assert datas(received) == [b"waiting"]


def test_a_subscription_that_moved_to_another_topic_starts_afresh(pubsub: LocalPubSub) -> None:
    first: topology.Subscription = PLAN.subscriptions[0]
    name = PLAN.subscription_name(first.name)
    pubsub.loop.run(pubsub.server.provision(PLAN))

    pubsub.loop.run(pubsub.server.provision(changed(PLAN, topic="dead-letters")))

    found = pubsub.clients.subscriber.get_subscription(subscription=name)
    assert found.topic == PLAN.topic_name("dead-letters")


def test_a_deployment_may_have_subscriptions_of_any_kind(pubsub: LocalPubSub) -> None:
    pubsub.buckets.names.add("kvitto-archive")
    topic = pubsub.clients.topic()
    name = a_subscription_name()
    spec = types.Subscription.pb()(name=name, topic=topic)
    spec.cloud_storage_config.bucket = "kvitto-archive"

    for seconds in (60, 120):
        spec.cloud_storage_config.max_duration.FromSeconds(seconds)
        pubsub.loop.call(lambda: pubsub.server.provision_subscription(spec))

    found = pubsub.clients.subscriber.get_subscription(subscription=name)
    assert found.cloud_storage_config.max_duration == timedelta(minutes=2)
