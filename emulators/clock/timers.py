"""Timers in the order in which they come due."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from contextvars import Context, copy_context
from datetime import datetime

_CANCELLED_MIN = 256  # below that, sweeping them out is not worth it


class Timer:
    """An action for an instant. It runs in the context it was set in."""

    __slots__ = ("_action", "_context", "when")

    def __init__(self, when: datetime, action: Callable[[], None]) -> None:
        self.when = when
        self._action: Callable[[], None] | None = action
        self._context: Context = copy_context()

    @property
    def is_waiting(self) -> bool:
        return self._action is not None

    def forget(self) -> None:
        self._action = None

    def run(self) -> None:
        """Run the action, at most once."""
        action, self._action = self._action, None
        if action is not None:
            self._context.run(action)


class Timers:
    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Timer]] = []
        self._number = 0
        self._cancelled = 0

    def add(self, when: datetime, action: Callable[[], None]) -> Timer:
        """Of two for the same instant, the one that was set first comes first."""
        timer = Timer(when, action)
        self._number += 1
        heapq.heappush(self._heap, (when, self._number, timer))
        return timer

    def cancel(self, timer: Timer) -> None:
        """Cancelling one that has run, or was cancelled, does nothing."""
        if not timer.is_waiting:
            return
        timer.forget()
        self._cancelled += 1
        if self._cancelled > _CANCELLED_MIN and self._cancelled > len(self._heap) // 2:
            self._heap = [entry for entry in self._heap if entry[2].is_waiting]
            heapq.heapify(self._heap)
            self._cancelled = 0

    def first_due_at(self) -> datetime | None:
        while self._heap and not self._heap[0][2].is_waiting:
            heapq.heappop(self._heap)
            self._cancelled -= 1
        return self._heap[0][0] if self._heap else None

    def take_due(self, until: datetime) -> list[Timer]:
        """Those due no later than `until`, in order."""
        due: list[Timer] = []
        while (first := self.first_due_at()) is not None and first <= until:
            due.append(heapq.heappop(self._heap)[2])
        return due
