"""Messages for an export, as they come."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from emulators.clock.clock import Clock
from emulators.pubsub.lease import Lease
from emulators.pubsub.subscription import Subscription

LEASE = timedelta(hours=1)
# Longer than any file takes to fill. What is written is acknowledged, what is not comes back.
DESTINATION_RETRY = timedelta(seconds=30)
_ACTIVE = 1  # in `Subscription.State` as in the states of both configurations
_RESOURCE_ERROR = 2


class Intake:
    def __init__(self, subscription: Subscription, clock: Clock) -> None:
        self.subscription = subscription
        self.clock = clock
        self._stirred = asyncio.Event()
        self.close = subscription.watch(self._stirred.set)

    def take(self, limit: int, bytes_max: int = sys.maxsize) -> list[Lease]:
        return self.subscription.take(limit, LEASE, bytes_max)

    async def wait(self, until: datetime | None) -> None:
        """Return when there may be a message, or when `until` has come."""
        cancel = self.clock.call_at(until, self._stirred.set) if until else None
        try:
            await self._stirred.wait()
            self._stirred.clear()
        finally:
            if cancel:
                cancel()

    def done(self, leases: Iterable[Lease]) -> None:
        self._show(_ACTIVE)
        self.subscription.acknowledge([lease.ack_id for lease in leases])

    def reject(self, lease: Lease, reason: str) -> None:
        """Give up on this delivery of one message; the reason goes with a dead letter."""
        self.subscription.reject([lease.ack_id], reason)

    async def stall(self, state: int, leases: Iterable[Lease]) -> None:
        """Wait while the destination is of no use: the messages stay, and count no attempt."""
        self._show(state)
        self.subscription.give_back([lease.ack_id for lease in leases])
        await self.clock.wait_until(self.clock.now() + DESTINATION_RETRY)

    def _show(self, state: int) -> None:
        """Let the subscription say how its destination is."""
        spec = self.subscription.spec
        if _config(spec).state == state:
            return
        changed = type(spec)()
        changed.CopyFrom(spec)
        _config(changed).state = state
        changed.state = _ACTIVE if state == _ACTIVE else _RESOURCE_ERROR
        self.subscription.reconfigure(changed)


def _config(spec: Any) -> Any:
    if spec.HasField("cloud_storage_config"):
        return spec.cloud_storage_config
    return spec.bigquery_config
