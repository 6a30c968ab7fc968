"""Which task is due next."""

from __future__ import annotations

import heapq
import itertools
from datetime import datetime


class Schedule:
    """Names in the order in which they fall due; those due at the same instant, first come."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, str]] = []
        self._tickets: dict[str, int] = {}
        self._numbers = itertools.count()

    def put(self, name: str, due_at: datetime) -> None:
        """Set when `name` is due, in place of any earlier setting."""
        ticket = next(self._numbers)
        self._tickets[name] = ticket
        heapq.heappush(self._heap, (due_at, ticket, name))

    def drop(self, name: str) -> None:
        self._tickets.pop(name, None)

    def next_due_at(self) -> datetime | None:
        self._discard_stale()
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: datetime) -> str | None:
        """Take out the first name that is due by `now`."""
        due_at = self.next_due_at()
        if due_at is None or due_at > now:
            return None
        _, _, name = heapq.heappop(self._heap)
        del self._tickets[name]
        return name

    def _discard_stale(self) -> None:
        while self._heap and self._tickets.get(self._heap[0][2]) != self._heap[0][1]:
            heapq.heappop(self._heap)
