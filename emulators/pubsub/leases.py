"""The leases of one subscription that have not ended yet."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count

from emulators.clock.clock import Clock
from emulators.pubsub.lease import Ending, Lease, Term
from emulators.pubsub.message import Unacked

EMPTY_TERMS_MAX = 1_000  # whose leases have all ended before; beyond that they are swept out


class Leases:
    """An ack id names one delivery of one message, so it goes stale when its lease ends."""

    def __init__(self, clock: Clock, *, first_number: int, expire: Callable[[Lease], None]) -> None:
        """`expire` gets each lease that missed its deadline, already ended.

        `first_number` must not repeat after a restart, or ack ids from before would.
        """
        self._clock = clock
        self._numbers = count(first_number)
        self._expire = expire
        self._open: dict[str, Lease] = {}
        self._terms: list[tuple[datetime, int, Term]] = []
        self._cancel_timer: Callable[[], None] = lambda: None
        self._wakes_at: datetime | None = None

    def __contains__(self, ack_id: str) -> bool:
        return ack_id in self._open

    def __iter__(self) -> Iterator[Lease]:
        return iter(tuple(self._open.values()))

    def open(self, all_unacked: Iterable[Unacked], ack_deadline: timedelta) -> list[Lease]:
        term = Term(self._clock.now() + ack_deadline)
        leases = []
        for unacked in all_unacked:
            ack_id = f"{unacked.message.message_id}-{next(self._numbers)}"
            lease = self._open[ack_id] = Lease(unacked, ack_id, term)
            leases.append(lease)
        term.leases.update(leases)
        self._begin(term)
        return leases

    def extend(self, ack_ids: Iterable[str], ack_deadline: timedelta) -> None:
        """Move deadlines; leases that have ended stay ended."""
        term = Term(self._clock.now() + ack_deadline)
        for ack_id in ack_ids:
            lease = self._open.get(ack_id)
            if lease:
                lease.term.leases.discard(lease)
                lease.term = term
                term.leases.add(lease)
        self._begin(term)

    def end(self, ack_id: str, ending: Ending) -> Lease | None:
        """End a lease and tell its consumer; None if it has ended before."""
        lease = self._open.pop(ack_id, None)
        if lease:
            lease.term.leases.discard(lease)
            lease.ended(lease, ending)
        return lease

    def drop(self) -> None:
        """End all of them, and the timer."""
        for lease in self:
            self.end(lease.ack_id, Ending.DROPPED)
        self._terms.clear()
        self._arm()

    def _begin(self, term: Term) -> None:
        heapq.heappush(self._terms, (term.ends_at, next(self._numbers), term))
        if len(self._terms) > EMPTY_TERMS_MAX + 2 * len(self._open):
            self._terms = [entry for entry in self._terms if entry[2].leases]
            heapq.heapify(self._terms)
        if self._wakes_at is None or term.ends_at < self._wakes_at:
            self._arm()

    def _arm(self) -> None:
        """Set the timer for the first term that still has a lease."""
        self._cancel_timer()
        while self._terms and not self._terms[0][2].leases:
            heapq.heappop(self._terms)
        self._wakes_at = self._terms[0][0] if self._terms else None
        if self._wakes_at:
            self._cancel_timer = self._clock.call_at(self._wakes_at, self._wake)

    def _wake(self) -> None:
        now = self._clock.now()
        while self._terms and self._terms[0][0] <= now:
            _, _, term = heapq.heappop(self._terms)
            for lease in sorted(term.leases, key=_message_id):
                if self.end(lease.ack_id, Ending.EXPIRED):
                    self._expire(lease)
        self._arm()


def _message_id(lease: Lease) -> int:
    return lease.unacked.message.message_id
