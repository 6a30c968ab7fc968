"""A clock that tells which timers are set, as they are set."""

from __future__ import annotations

import queue
from collections.abc import Callable
from datetime import datetime, timedelta

from emulators.clock.clock import Clock


class WatchedClock(Clock):
    def __init__(self) -> None:
        super().__init__()
        self.timers: queue.Queue[timedelta] = queue.Queue()

    def call_at(self, when: datetime, action: Callable[[], None]) -> Callable[[], None]:
        self.timers.put(when - self.now())
        return super().call_at(when, action)
