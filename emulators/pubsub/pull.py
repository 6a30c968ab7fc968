"""Unary pull: one request, the messages that are ready, or a short wait for the first."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from emulators.clock.clock import Clock
from emulators.google_apis.refused import failed_precondition, invalid
from emulators.pubsub import wire
from emulators.pubsub.lease import Lease
from emulators.pubsub.subscription import Subscription

LONGEST_WAIT = timedelta(seconds=5)
MESSAGES_MAX = 1000


def require_pullable(subscription: Subscription) -> None:
    if subscription.closed:
        raise subscription.closed
    if not subscription.settings.pulled:
        raise failed_precondition("This method is not supported for this subscription type.")


async def pull(subscription: Subscription, request: Any, clock: Clock) -> wire.Encoded:
    """Answer a `PullRequest`; with nothing to hand out the answer is empty."""
    if request.max_messages <= 0:
        raise invalid("max_messages must be greater than zero.")
    limit = min(request.max_messages, MESSAGES_MAX)
    require_pullable(subscription)
    subscription.used()
    leases = subscription.take(limit, subscription.settings.ack_deadline)
    if not leases and not request.return_immediately:
        leases = await _first_ready(subscription, limit, clock)
    return wire.pull_response(received(subscription, leases))


def received(subscription: Subscription, leases: list[Lease]) -> list[bytes]:
    """Return what a consumer receives; the attempt is only counted where dead letters are."""
    if subscription.settings.dead_letter is None:
        return [wire.received(lease.unacked.message, lease.ack_id, 0) for lease in leases]
    return [
        wire.received(lease.unacked.message, lease.ack_id, lease.unacked.attempt)
        for lease in leases
    ]


async def _first_ready(subscription: Subscription, limit: int, clock: Clock) -> list[Lease]:
    """Wait for somebody to publish, but no longer than `LONGEST_WAIT`."""
    stirred = asyncio.Event()
    until = clock.now() + LONGEST_WAIT
    unwatch = subscription.watch(stirred.set)
    cancel_timer = clock.call_at(until, stirred.set)
    try:
        while clock.now() < until:
            await stirred.wait()
            stirred.clear()
            require_pullable(subscription)
            leases = subscription.take(limit, subscription.settings.ack_deadline)
            if leases:
                return leases
        return []
    finally:
        cancel_timer()
        unwatch()
