"""Push subscriptions: whether messages reach their function, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from google.api_core.exceptions import NotFound

from shared.cli.doctor.clients import CALL
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken, risk
from shared.cli.doctor.wiring import Export, Subscription, Wiring

DELETED_TOPIC = "_deleted-topic_"  # Pub/Sub's own word


def checks(deployment: Deployment) -> Iterator[Check]:
    for planned in deployment.wiring.subscriptions:
        look = partial(_look, deployment, planned)
        yield Check("subscription", f"subscription {planned.name}", look)


def _look(deployment: Deployment, planned: Subscription) -> Iterator[Finding]:
    wiring, fix = deployment.wiring, deployment.as_planned
    name = wiring.subscription(planned.name)
    try:
        found = deployment.clients.subscriber.get_subscription(subscription=name, **CALL)
    except NotFound:
        what = f"subscription {planned.name} is not there: nothing is delivered"
        yield broken("subscription-missing", what, fix)
        return
    for compare in _COMPARISONS:
        for id_, what in compare(wiring, planned, found):
            yield broken(id_, f"subscription {planned.name} {what}", fix)
    if planned.retry and not found.retry_policy:
        what = f"subscription {planned.name} has no backoff: a failing message comes at once, again"
        yield risk("retry-policy-missing", what, fix)


Difference = tuple[str, str]  # the finding's id, and what the subscription does instead


def source(wiring: Wiring, planned: Subscription | Export, found: Any) -> Iterator[Difference]:
    topic = wiring.topic(planned.topic)
    if found.detached or found.topic == DELETED_TOPIC:
        yield "subscription-detached", "is cut off from its topic: it must be deleted and made anew"
    elif found.topic != topic:
        yield "subscription-topic", f"reads {found.topic}, not {topic}"
    if found.filter != planned.filter:
        yield "subscription-filter", f"lets through {found.filter!r}, not {planned.filter!r}"


def _target(_: Wiring, planned: Subscription, found: Any) -> Iterator[Difference]:
    push, token = found.push_config, found.push_config.oidc_token
    if push.push_endpoint != planned.push_endpoint:
        instead = push.push_endpoint or "nowhere"
        yield "push-endpoint", f"pushes to {instead}, not to {planned.push_endpoint}"
        return
    if token.audience != planned.oidc.audience:
        yield "push-audience", f"has tokens for {token.audience!r}, not {planned.oidc.audience!r}"
    if token.service_account_email != planned.oidc.service_account_email:
        instead = token.service_account_email or "nobody"
        yield "push-identity", f"pushes as {instead}, not as {planned.oidc.service_account_email}"


def _patience(wiring: Wiring, planned: Subscription, found: Any) -> Iterator[Difference]:
    limits = (
        one.timeout_seconds
        for one in wiring.functions
        if planned.push_endpoint.startswith(f"{one.uri}/")
    )
    timeout = next(limits, 0)
    if found.ack_deadline_seconds <= timeout:
        what = f"waits {found.ack_deadline_seconds} s for a function that may take {timeout} s"
        yield "ack-deadline", f"{what}: a slow success is delivered again"
    elif found.ack_deadline_seconds != planned.ack_deadline_seconds:
        what = f"waits {found.ack_deadline_seconds} s, not {planned.ack_deadline_seconds} s"
        yield "ack-deadline", what


def giving_up(wiring: Wiring, planned: Subscription | Export, found: Any) -> Iterator[Difference]:
    policy = found.dead_letter_policy
    if planned.dead_letter is None:
        if policy.dead_letter_topic:
            yield "dead-letter-loop", "gives up on messages, and is the last that could keep them"
        return
    topic = wiring.topic(planned.dead_letter.topic)
    wanted = planned.dead_letter.max_delivery_attempts
    if not policy.dead_letter_topic:
        yield "dead-letter-missing", "never gives up: one bad message is delivered for days"
    elif policy.dead_letter_topic != topic:
        yield "dead-letter-missing", f"gives up to {policy.dead_letter_topic}, not to {topic}"
    elif policy.max_delivery_attempts != wanted:
        what = f"gives up after {policy.max_delivery_attempts} attempts, not {wanted}"
        yield "dead-letter-attempts", what


_COMPARISONS: tuple[Callable[[Wiring, Subscription, Any], Iterator[Difference]], ...] = (
    source,
    _target,
    _patience,
    giving_up,
)
