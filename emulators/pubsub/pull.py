"""Unary pull: one request, the messages that are ready, or a short wait for the first."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import grpc
from google.pubsub_v1 import types

from emulators.clock import Clock
from emulators.pubsub.lease import Lease
from emulators.pubsub.refusals import Refused, invalid
from emulators.pubsub.subscription import Subscription
from emulators.pubsub.wire import received_message

LONGEST_WAIT = timedelta(seconds=5)
MESSAGES_MAX = 1000


def require_pullable(subscription: Subscription) -> None:
    if subscription.closed:
        raise subscription.closed
    if subscription.settings.push:
        raise Refused(
            grpc.StatusCode.FAILED_PRECONDITION,
            "This method is not supported for this subscription type.",
        )


async def pull(subscription: Subscription, request: Any, clock: Clock) -> Any:
    """Answer a `PullRequest`; with nothing to hand out the answer is empty."""
    if request.max_messages <= 0:
        raise invalid("max_messages must be greater than zero.")
    limit = min(request.max_messages, MESSAGES_MAX)
    require_pullable(subscription)
    leases = subscription.take(limit, subscription.settings.ack_deadline)
    if not leases and not request.return_immediately:
        leases = await _first_ready(subscription, limit, clock)
    return types.PullResponse.pb()(received_messages=[received(subscription, it) for it in leases])


def received(subscription: Subscription, lease: Lease) -> Any:
    """Return a `ReceivedMessage`; the attempt is only counted where dead letters are."""
    counted = subscription.settings.dead_letter is not None
    return received_message(
        lease.unacked.message,
        ack_id=lease.ack_id,
        delivery_attempt=lease.unacked.attempt if counted else 0,
    )


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
