"""One subscription at work: from a published message to its acknowledgement."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from emulators.clock.clock import Clock
from emulators.google_apis.refused import Refused
from emulators.pubsub.faults import Faults
from emulators.pubsub.history import History
from emulators.pubsub.journal import Journal
from emulators.pubsub.lease import Ending, Lease
from emulators.pubsub.leases import Leases
from emulators.pubsub.line import Line
from emulators.pubsub.message import Message, Unacked
from emulators.pubsub.refusals import detached
from emulators.pubsub.settings import settings_from

RESPONSE_BYTES_MAX = 3_500_000
# A client in emulator mode accepts no response beyond gRPC's default of four megabytes.
Bury = Callable[["Subscription", Unacked, str], bool]
"""Moves a message to the dead-letter topic, saying why; False if it cannot: delivery goes on."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What a subscription works with."""

    clock: Clock
    journal: Journal
    faults: Faults
    bury: Bury
    used: Callable[[], None]
    """Called whenever a consumer was here."""
    first_ack_number: int
    """Where ack ids begin; no restart begins with the same."""


class Subscription:
    """Every message that is owed an acknowledgement, and where each of them stands.

    That is in line, out on a lease, or waiting for its next delivery.
    """

    def __init__(self, spec: Any, belongings: Belongings, acknowledged: History) -> None:
        self.spec = spec
        self.name: str = spec.name
        self.settings = settings_from(spec)
        self.closed: Refused | None = detached(spec.name) if spec.detached else None
        self.acknowledged = acknowledged
        """What is retained although it is acknowledged, for a seek to bring back."""
        self._clock = belongings.clock
        self._journal = belongings.journal
        self._faults = belongings.faults
        self._bury = belongings.bury
        self.used = belongings.used
        self.leases = Leases(
            self._clock, first_number=belongings.first_ack_number, expire=self._missed
        )
        self._line = Line(ordered=self.settings.ordered)
        self._unacked: dict[int, Unacked] = {}
        self._waiting: dict[Unacked, Callable[[], None]] = {}
        self._watchers: deque[Callable[[], None]] = deque()

    @property
    def owed(self) -> list[Message]:
        """What is not acknowledged, in the order of publication."""
        return [self._unacked[message_id].message for message_id in sorted(self._unacked)]

    def reconfigure(self, spec: Any) -> None:
        self.spec = spec
        self.settings = settings_from(spec)
        self._journal.keep(spec)
        if not self.settings.retains_acked:
            self.acknowledged.clear()
        self._wake()

    def offer(self, messages: Iterable[Message]) -> None:
        """Take in published messages; those that the filter rejects count as acknowledged."""
        if self.closed:
            return
        matches = self.settings.matches
        for message in messages:
            if matches is None or matches(message.attributes):
                self._take_in(Unacked(message))
        self._wake()

    def restore(self, unacked: Unacked) -> None:
        """Take in a message from before a restart."""
        self._unacked[unacked.message.message_id] = unacked
        self._line.add(unacked)

    def take(
        self, limit: int, ack_deadline: timedelta, bytes_max: int = RESPONSE_BYTES_MAX
    ) -> list[Lease]:
        """Lease up to `limit` messages that are ready now.

        Together they stay within `bytes_max`, unless the first is larger by itself.
        """
        taken: list[Unacked] = []
        size = 0
        oldest = self._clock.now() - self.settings.retention
        while len(taken) < limit:
            unacked = self._line.first()
            if unacked is None or (taken and size + unacked.message.size > bytes_max):
                break
            self._line.leave()
            if unacked.message.published_at < oldest:
                self._settle(unacked)
            else:
                taken.append(unacked)
                size += unacked.message.size
        return self.leases.open(taken, ack_deadline) if taken else []

    def acknowledge(self, ack_ids: Iterable[str]) -> None:
        """Settle messages. A lease that has ended counts for nothing: its message comes again."""
        self.used()
        stepped_forward = False
        for ack_id in ack_ids:
            lease = self.leases.end(ack_id, Ending.ACKNOWLEDGED)
            if lease:
                stepped_forward |= self._settle(lease.unacked)
                self._retain(lease.unacked.message)
        if stepped_forward:
            self._wake()

    def reject(self, ack_ids: Iterable[str], reason: str = "") -> None:
        """Give messages back for redelivery: a nack. A dead letter says the `reason`."""
        self.used()
        for ack_id in ack_ids:
            lease = self.leases.end(ack_id, Ending.REJECTED)
            if lease:
                self._fail(lease.unacked, reason)

    def give_back(self, ack_ids: Iterable[str]) -> None:
        """Put messages back in line as if they had never been taken."""
        for ack_id in ack_ids:
            lease = self.leases.end(ack_id, Ending.DROPPED)
            if lease:
                self._return(lease.unacked)

    def extend(self, ack_ids: Iterable[str], ack_deadline: timedelta) -> None:
        """Move the deadlines of leases; ended leases stay ended."""
        self.used()
        self.leases.extend(ack_ids, ack_deadline)

    def replace_owed(self, messages: Iterable[Message]) -> None:
        """Owe exactly these from now on: a seek. What was out on a lease is not any more."""
        before = self._unacked
        self.pause()
        for message in messages:
            unacked = before.pop(message.message_id, None)
            self.acknowledged.drop(message.message_id)
            if unacked is None:
                unacked = Unacked(message)
                self._journal.keep_unacked(self.name, unacked)
            self.restore(unacked)
        self._journal.drop_all_unacked(self.name, before.values())
        for unacked in before.values():
            self._retain(unacked.message)
        self._wake()

    def ack_fails(self) -> bool:
        return self._faults.ack_fails()

    def keeps_order_of(self, message: Message) -> bool:
        return self.settings.ordered and bool(message.ordering_key)

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call `watcher` whenever messages may be ready; the result ends that."""
        self._watchers.append(watcher)
        return partial(self._watchers.remove, watcher)

    def close(self, reason: Refused) -> None:
        """Forget the backlog and turn every consumer away with `reason`."""
        self.closed = reason
        self._journal.drop_all_unacked(self.name, self._unacked.values())
        self.acknowledged.clear()
        self.pause()
        self._wake()

    def pause(self) -> None:
        """Stop every timer and delivery; what is owed stays on the shelf."""
        self._unacked = {}
        self._line = Line(ordered=self.settings.ordered)
        for cancel in self._waiting.values():
            cancel()
        self._waiting.clear()
        self.leases.drop()

    def _take_in(self, unacked: Unacked) -> None:
        self._journal.keep_unacked(self.name, unacked)
        self._unacked[unacked.message.message_id] = unacked
        held_back = not self.keeps_order_of(unacked.message) and self._faults.hold_back()
        if held_back:
            self._return_after(held_back, unacked)
        else:
            self._line.add(unacked)

    def _missed(self, lease: Lease) -> None:
        self._fail(lease.unacked, "")

    def _fail(self, unacked: Unacked, reason: str) -> None:
        unacked.failures += 1
        dead_letter = self.settings.dead_letter
        exhausted = dead_letter and unacked.failures >= dead_letter.max_delivery_attempts
        if exhausted and self._bury(self, unacked, reason):
            self._settle(unacked)
            self._wake()
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

    def _settle(self, unacked: Unacked) -> bool:
        """Owe it no longer; True if that lets another message step forward."""
        self._journal.drop_unacked(self.name, unacked)
        self._unacked.pop(unacked.message.message_id, None)
        return self._line.settled(unacked)

    def _retain(self, message: Message) -> None:
        if self.settings.retains_acked:
            self.acknowledged.drop_before(self._clock.now() - self.settings.retention)
            self.acknowledged.add(message)

    def _wake(self) -> None:
        """Tell the consumers in turn, another one first each time."""
        self._watchers.rotate(-1)
        for watcher in tuple(self._watchers):
            watcher()
