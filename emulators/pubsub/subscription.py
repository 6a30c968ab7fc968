"""One subscription at work: from a published message to its acknowledgement."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from emulators.clock import Clock
from emulators.pubsub.faults import Faults
from emulators.pubsub.journal import Journal
from emulators.pubsub.lease import Ending, Lease
from emulators.pubsub.line import Line
from emulators.pubsub.message import Message, Unacked
from emulators.pubsub.refusals import Refused, detached
from emulators.pubsub.settings import settings_from

RESPONSE_BYTES_MAX = 3_500_000
# A client in emulator mode accepts no response beyond gRPC's default of four megabytes.
Bury = Callable[["Subscription", Unacked], bool]
"""Moves a message to the dead-letter topic; False if it cannot, then delivery goes on."""


class Subscription:
    """Every message that is owed an acknowledgement, and where each of them stands.

    That is in line, out on a lease, or waiting for its next delivery.
    """

    def __init__(
        self, spec: Any, *, clock: Clock, journal: Journal, faults: Faults, bury: Bury
    ) -> None:
        self.spec = spec
        self.settings = settings_from(spec)
        self.closed: Refused | None = detached(spec.name) if spec.detached else None
        self._clock = clock
        self._journal = journal
        self._faults = faults
        self._bury = bury
        self._line = Line(ordered=self.settings.ordered)
        self._unacked: set[Unacked] = set()
        self._leases: dict[str, Lease] = {}
        self._waiting: dict[Unacked, Callable[[], None]] = {}
        self._watchers: deque[Callable[[], None]] = deque()

    @property
    def name(self) -> str:
        return str(self.spec.name)

    def reconfigure(self, spec: Any) -> None:
        self.spec = spec
        self.settings = settings_from(spec)
        self._journal.keep_subscription(spec)
        self._wake()

    def offer(self, message: Message) -> None:
        """Take in a published message; one that the filter rejects counts as acknowledged."""
        if self.closed or not self.settings.matches(message.attributes):
            return
        unacked = Unacked(message)
        self._journal.keep_unacked(self.name, unacked)
        self._unacked.add(unacked)
        delay = timedelta() if self.keeps_order_of(message) else self._faults.hold_back()
        if delay:
            self._return_after(delay, unacked)
        else:
            self._line.add(unacked)
            self._wake()

    def restore(self, unacked: Unacked) -> None:
        """Take in a message from before a restart."""
        self._unacked.add(unacked)
        self._line.add(unacked)

    def take(
        self, limit: int, ack_deadline: timedelta, bytes_max: int = RESPONSE_BYTES_MAX
    ) -> list[Lease]:
        """Lease up to `limit` messages that are ready now.

        Together they stay within `bytes_max`, unless the first is larger by itself.
        """
        leases: list[Lease] = []
        size = 0
        oldest = self._clock.now() - self.settings.retention
        while len(leases) < limit:
            unacked = self._line.first()
            if unacked is None or (leases and size + unacked.message.size > bytes_max):
                break
            self._line.leave()
            if unacked.message.published_at < oldest:
                self._settle(unacked)
            else:
                leases.append(self._lease(unacked, ack_deadline))
                size += unacked.message.size
        return leases

    def acknowledge(self, ack_id: str) -> None:
        """Settle a message. A lease that has ended counts for nothing: its message comes again."""
        lease = self._end(ack_id, Ending.ACKNOWLEDGED)
        if lease:
            self._settle(lease.unacked)

    def reject(self, ack_id: str) -> None:
        """Give a message back for redelivery: a nack."""
        self._fail(ack_id, Ending.REJECTED)

    def extend(self, ack_id: str, ack_deadline: timedelta) -> None:
        """Move a lease's deadline; ended leases stay ended."""
        lease = self._leases.get(ack_id)
        if lease:
            lease.cancel_expiry()
            lease.cancel_expiry = self._expire_after(ack_deadline, ack_id)

    def keeps_order_of(self, message: Message) -> bool:
        return self.settings.ordered and bool(message.ordering_key)

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call `watcher` whenever messages may be ready; the result ends that."""
        self._watchers.append(watcher)
        return partial(self._watchers.remove, watcher)

    def close(self, reason: Refused) -> None:
        """Forget the backlog and turn every consumer away with `reason`."""
        self.closed = reason
        for unacked in self._unacked:
            self._journal.drop_unacked(self.name, unacked)
        self.pause()
        self._wake()

    def pause(self) -> None:
        """Stop every timer and delivery; what is owed stays on the shelf."""
        self._unacked.clear()
        self._line = Line(ordered=self.settings.ordered)
        for cancel in self._waiting.values():
            cancel()
        self._waiting.clear()
        for ack_id in tuple(self._leases):
            self._end(ack_id, Ending.DROPPED)

    def _lease(self, unacked: Unacked, ack_deadline: timedelta) -> Lease:
        ack_id = f"{unacked.message.message_id}-{unacked.attempt}"
        lease = Lease(unacked, ack_id, self._expire_after(ack_deadline, ack_id))
        self._leases[ack_id] = lease
        return lease

    def _expire_after(self, ack_deadline: timedelta, ack_id: str) -> Callable[[], None]:
        return self._clock.call_after(ack_deadline, partial(self._fail, ack_id, Ending.EXPIRED))

    def _end(self, ack_id: str, ending: Ending) -> Lease | None:
        lease = self._leases.pop(ack_id, None)
        if lease:
            lease.cancel_expiry()
            lease.ended(ending)
        return lease

    def _fail(self, ack_id: str, ending: Ending) -> None:
        lease = self._end(ack_id, ending)
        if lease is None:
            return
        unacked = lease.unacked
        unacked.failures += 1
        dead_letter = self.settings.dead_letter
        exhausted = dead_letter and unacked.failures >= dead_letter.max_delivery_attempts
        if exhausted and self._bury(self, unacked):
            self._settle(unacked)
        else:
            self._journal.keep_unacked(self.name, unacked)
            self._return_after(self.settings.retry.after(unacked.failures), unacked)

    def _return_after(self, delay: timedelta, unacked: Unacked) -> None:
        if delay:
            self._waiting[unacked] = self._clock.call_after(delay, partial(self._return, unacked))
        else:
            self._return(unacked)

    def _return(self, unacked: Unacked) -> None:
        self._waiting.pop(unacked, None)
        self._line.again(unacked)
        self._wake()

    def _settle(self, unacked: Unacked) -> None:
        self._journal.drop_unacked(self.name, unacked)
        self._unacked.discard(unacked)
        self._line.settled(unacked)
        self._wake()

    def _wake(self) -> None:
        """Tell the consumers in turn, another one first each time."""
        self._watchers.rotate(-1)
        for watcher in tuple(self._watchers):
            watcher()
