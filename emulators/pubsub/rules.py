"""Which topics and subscriptions may exist: defaults filled in, everything else checked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import grpc
from google.pubsub_v1 import types

from emulators.google_apis.refused import Refused, invalid
from emulators.pubsub.exports import rules as export_rules
from emulators.pubsub.filters import compiled
from emulators.pubsub.labels import require_labels
from emulators.pubsub.refusals import unimplemented

DAY = timedelta(days=1)
RETENTION = (timedelta(minutes=10), 31 * DAY)
BACKOFF = (timedelta(), timedelta(seconds=600))
ACK_DEADLINE_SECONDS = (10, 600)
DELIVERY_ATTEMPTS = (5, 100)
EXPIRATION_LEAST = DAY

# Not built; a clear no beats a silent nothing.
_TOPIC_LATER = ("ingestion_data_source_settings", "message_transforms")
_SUBSCRIPTION_LATER = ("bigtable_config", "message_transforms")


def checked_topic(spec: Any) -> Any:
    """Return `spec` as the service keeps it."""
    _refuse_unimplemented(spec, _TOPIC_LATER)
    require_labels(spec.labels)
    if spec.HasField("message_retention_duration"):
        _require_within("message_retention_duration", spec.message_retention_duration, RETENTION)
    topic = types.Topic.pb()()
    topic.CopyFrom(spec)
    topic.state = types.Topic.State.ACTIVE
    return topic


def checked_subscription(spec: Any) -> Any:
    """Return `spec` as the service keeps it. Whether its topics exist is the broker's question."""
    _refuse_unimplemented(spec, _SUBSCRIPTION_LATER)
    subscription = types.Subscription.pb()()
    subscription.CopyFrom(spec)
    require_labels(spec.labels)
    export_rules.fill_defaults(subscription)
    _fill_defaults(subscription)
    low, high = ACK_DEADLINE_SECONDS
    if not low <= subscription.ack_deadline_seconds <= high:
        raise invalid(f"ack_deadline_seconds must be between {low} and {high}.")
    _require_within(
        "message_retention_duration", subscription.message_retention_duration, RETENTION
    )
    _check_backoff(subscription)
    _check_dead_letter(subscription)
    _check_push(subscription.push_config)
    _check_exactly_once(subscription)
    _check_expiration(subscription.expiration_policy)
    export_rules.check(subscription)
    compiled(subscription.filter)
    return subscription


def _fill_defaults(subscription: Any) -> None:
    subscription.state = types.Subscription.State.ACTIVE
    subscription.push_config.SetInParent()
    subscription.ack_deadline_seconds = subscription.ack_deadline_seconds or 10
    if not subscription.HasField("message_retention_duration"):
        subscription.message_retention_duration.FromTimedelta(7 * DAY)
    if not subscription.HasField("expiration_policy"):
        subscription.expiration_policy.ttl.FromTimedelta(31 * DAY)
    if subscription.push_config.push_endpoint:
        subscription.push_config.attributes.setdefault("x-goog-version", "v1")
    if subscription.HasField("retry_policy"):
        policy = subscription.retry_policy
        if not policy.HasField("minimum_backoff"):
            policy.minimum_backoff.FromSeconds(10)
        if not policy.HasField("maximum_backoff"):
            policy.maximum_backoff.FromSeconds(600)
    if subscription.HasField("dead_letter_policy"):
        policy = subscription.dead_letter_policy
        policy.max_delivery_attempts = policy.max_delivery_attempts or DELIVERY_ATTEMPTS[0]


def _check_backoff(subscription: Any) -> None:
    policy = subscription.retry_policy
    _require_within("minimum_backoff", policy.minimum_backoff, BACKOFF)
    _require_within("maximum_backoff", policy.maximum_backoff, BACKOFF)
    if policy.minimum_backoff.ToTimedelta() > policy.maximum_backoff.ToTimedelta():
        raise invalid("The value for maximum_backoff must not be below minimum_backoff.")


def _check_dead_letter(subscription: Any) -> None:
    if not subscription.HasField("dead_letter_policy"):
        return
    attempts = subscription.dead_letter_policy.max_delivery_attempts
    low, high = DELIVERY_ATTEMPTS
    if not low <= attempts <= high:
        raise Refused(
            grpc.StatusCode.OUT_OF_RANGE,
            f"The value for max_delivery_attempts must be between {low} and {high}, "
            f"not {attempts}.",
        )


def _check_push(config: Any) -> None:
    url = urlsplit(config.push_endpoint)
    if config.push_endpoint and not (url.scheme in {"http", "https"} and url.hostname):
        raise invalid(f"Invalid push endpoint given (endpoint={config.push_endpoint}).")


def _check_exactly_once(subscription: Any) -> None:
    if subscription.enable_exactly_once_delivery and subscription.push_config.push_endpoint:
        raise invalid("Exactly-once delivery is only supported by pull subscriptions.")


def _check_expiration(policy: Any) -> None:
    """A policy without a time to live means never."""
    if policy.HasField("ttl") and policy.ttl.ToTimedelta() < EXPIRATION_LEAST:
        raise invalid("The value for expiration_policy.ttl must be at least 1 day.")


def _refuse_unimplemented(spec: Any, features: tuple[str, ...]) -> None:
    given = {field.name for field, _ in spec.ListFields()}
    for feature in features:
        if feature in given:
            raise unimplemented(feature)


def _require_within(what: str, duration: Any, bounds: tuple[timedelta, timedelta]) -> None:
    low, high = bounds
    if not low <= duration.ToTimedelta() <= high:
        raise invalid(
            f"The value for {what} is out of bounds: {duration.ToJsonString()} "
            f"is not between {low.total_seconds():g}s and {high.total_seconds():g}s."
        )
