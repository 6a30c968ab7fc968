"""A deployment's topics and subscriptions, as the API's own messages."""

from __future__ import annotations

from typing import Any

from google.pubsub_v1 import types

from emulators import topology
from emulators.pubsub.broker import Broker


def provision(broker: Broker, plan: topology.Topology) -> None:
    """Create what is missing and bring the rest up to date. What the plan omits stays as it is."""
    for topic in plan.topics:
        name = plan.topic_name(topic)
        if name not in broker.topics:
            broker.create_topic(types.Topic.pb()(name=name))
    for planned in plan.subscriptions:
        provision_subscription(broker, specification(plan, planned))
    for export in plan.exports:
        provision_subscription(broker, export_specification(plan, export))


def provision_subscription(broker: Broker, spec: Any) -> None:
    """Create the subscription that the API's message describes, or change the one there is."""
    existing = broker.subscriptions.get(spec.name)
    if existing and (existing.closed or existing.settings.topic != spec.topic):
        # Neither can be updated: Terraform would replace the subscription, backlog and all.
        broker.delete_subscription(spec.name)
        existing = None
    if existing:
        broker.reconfigure_subscription(spec)
    else:
        broker.create_subscription(spec)


def specification(plan: topology.Topology, planned: topology.Subscription) -> Any:
    spec = types.Subscription.pb()(
        name=plan.subscription_name(planned.name),
        topic=plan.topic_name(planned.topic),
        filter=planned.filter,
        ack_deadline_seconds=planned.ack_deadline_seconds,
    )
    spec.message_retention_duration.FromSeconds(planned.message_retention_seconds)
    spec.expiration_policy.SetInParent()  # empty, as Terraform has it: it never expires
    spec.push_config.push_endpoint = planned.push_endpoint
    spec.push_config.oidc_token.service_account_email = planned.oidc.service_account_email
    spec.push_config.oidc_token.audience = planned.oidc.audience
    spec.retry_policy.minimum_backoff.FromSeconds(planned.retry.minimum_backoff_seconds)
    spec.retry_policy.maximum_backoff.FromSeconds(planned.retry.maximum_backoff_seconds)
    if planned.dead_letter:
        policy = spec.dead_letter_policy
        policy.dead_letter_topic = plan.topic_name(planned.dead_letter.topic)
        policy.max_delivery_attempts = planned.dead_letter.max_delivery_attempts
    return spec


def export_specification(plan: topology.Topology, planned: topology.Export) -> Any:
    spec = types.Subscription.pb()(
        name=plan.subscription_name(planned.name),
        topic=plan.topic_name(planned.topic),
        filter=planned.filter,
    )
    spec.message_retention_duration.FromSeconds(planned.message_retention_seconds)
    spec.expiration_policy.SetInParent()  # empty, as Terraform has it: it never expires
    policy = spec.dead_letter_policy
    policy.dead_letter_topic = plan.topic_name(planned.dead_letter.topic)
    policy.max_delivery_attempts = planned.dead_letter.max_delivery_attempts
    if planned.rows:
        spec.bigquery_config.table = planned.rows.table
        spec.bigquery_config.write_metadata = planned.rows.write_metadata
    if planned.files:
        files = spec.cloud_storage_config
        files.bucket = planned.files.bucket
        files.filename_datetime_format = planned.files.datetime_format
        files.filename_suffix = planned.files.suffix
        files.max_duration.FromSeconds(planned.files.max_duration_seconds)
        files.avro_config.write_metadata = planned.files.write_metadata
    return spec
