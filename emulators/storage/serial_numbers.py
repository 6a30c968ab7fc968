"""Generations: numbers that only rise."""

from __future__ import annotations

from emulators.clock.clock import Clock
from emulators.storage.records import Kept, Records


class SerialNumbers:
    """Microseconds since the epoch, as in production, but never the same one twice."""

    def __init__(self, *, clock: Clock, records: Records, kept: Kept) -> None:
        self._clock = clock
        self._records = records
        self._last = kept.last_generation

    def next(self) -> int:
        self._last = max(self._last + 1, self._clock.time_ns() // 1000)
        self._records.save_generation(self._last)
        return self._last
