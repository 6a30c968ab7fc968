"""What a subscription's protocol buffer says, as values the delivery code works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from emulators.pubsub.filters import Predicate, compiled

DOUBLINGS_MAX = 30  # ten minutes, doubled more often, is no time span Python can hold


@dataclass(frozen=True, slots=True)
class Retry:
    """Exponential back-off between two deliveries of one message."""

    minimum: timedelta
    maximum: timedelta

    def after(self, failures: int) -> timedelta:
        """Return the wait after that many failed deliveries: the minimum, then doubling."""
        doublings = min(failures - 1, DOUBLINGS_MAX)
        return min(self.maximum, self.minimum * (1 << doublings))


PULL_RETRY = Retry(timedelta(), timedelta())
PUSH_RETRY = Retry(timedelta(milliseconds=100), timedelta(seconds=60))
# Without a retry policy a pulled message comes back at once, any other after push back-off.


@dataclass(frozen=True, slots=True)
class DeadLetter:
    topic: str
    max_delivery_attempts: int


@dataclass(frozen=True, slots=True)
class Oidc:
    account: str
    audience: str


@dataclass(frozen=True, slots=True)
class Push:
    endpoint: str
    oidc: Oidc | None
    wrapped: bool
    metadata_in_headers: bool


@dataclass(frozen=True, slots=True)
class Settings:
    topic: str
    ack_deadline: timedelta
    retention: timedelta
    retains_acked: bool
    ordered: bool
    exactly_once: bool
    matches: Predicate | None
    """None without a filter."""
    retry: Retry
    dead_letter: DeadLetter | None
    expires_after: timedelta | None
    push: Push | None
    exported: bool
    """Delivered to Cloud Storage or to BigQuery."""

    @property
    def pulled(self) -> bool:
        return self.push is None and not self.exported


def settings_from(spec: Any) -> Settings:
    """Read a checked `Subscription`, defaults already filled in."""
    push = _push(spec.push_config)
    exported = spec.HasField("cloud_storage_config") or spec.HasField("bigquery_config")
    return Settings(
        topic=spec.topic,
        ack_deadline=timedelta(seconds=spec.ack_deadline_seconds),
        retention=_retention(spec),
        retains_acked=spec.retain_acked_messages,
        ordered=spec.enable_message_ordering,
        exactly_once=spec.enable_exactly_once_delivery,
        matches=compiled(spec.filter) if spec.filter.strip() else None,
        retry=_retry(spec) or (PUSH_RETRY if push or exported else PULL_RETRY),
        dead_letter=_dead_letter(spec),
        expires_after=spec.expiration_policy.ttl.ToTimedelta() or None,
        push=push,
        exported=exported,
    )


def _retention(spec: Any) -> timedelta:
    """The longer one of the subscription's and the topic's."""
    own: timedelta = spec.message_retention_duration.ToTimedelta()
    topics: timedelta = spec.topic_message_retention_duration.ToTimedelta()
    return max(own, topics)


def _retry(spec: Any) -> Retry | None:
    if not spec.HasField("retry_policy"):
        return None
    policy = spec.retry_policy
    return Retry(policy.minimum_backoff.ToTimedelta(), policy.maximum_backoff.ToTimedelta())


def _dead_letter(spec: Any) -> DeadLetter | None:
    if not spec.HasField("dead_letter_policy"):
        return None
    policy = spec.dead_letter_policy
    return DeadLetter(policy.dead_letter_topic, policy.max_delivery_attempts)


def _push(config: Any) -> Push | None:
    if not config.push_endpoint:
        return None
    return Push(
        endpoint=config.push_endpoint,
        oidc=_oidc(config),
        wrapped=not config.HasField("no_wrapper"),
        metadata_in_headers=config.no_wrapper.write_metadata,
    )


def _oidc(config: Any) -> Oidc | None:
    account = config.oidc_token.service_account_email
    if not account:
        return None
    return Oidc(account=account, audience=config.oidc_token.audience or config.push_endpoint)
