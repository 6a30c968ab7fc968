"""At-least-once on purpose: duplicates and disorder that a healthy local machine never shows."""

from __future__ import annotations

import random
from datetime import timedelta
from enum import Enum, auto

_NOT_AT_ALL = timedelta()


class Copy(Enum):
    """When a second copy of a message goes out."""

    BESIDE = auto()  # while the first is still being worked on
    AFTER = auto()  # once the first was answered: an acknowledgement that got lost


class Faults:
    def __init__(self, source: random.Random) -> None:
        self._random = source
        self.duplicate_ratio = 0.0
        self.reorder_window = timedelta()
        self.ack_failure_ratio = 0.0

    def copy(self) -> Copy | None:
        """Decide whether this delivery is repeated."""
        if self._random.random() >= self.duplicate_ratio:
            return None
        return self._random.choice((Copy.BESIDE, Copy.AFTER))

    def hold_back(self) -> timedelta:
        """Decide how long a new message waits before its first delivery."""
        if not self.reorder_window:
            return _NOT_AT_ALL
        return self.reorder_window * self._random.random()

    def ack_fails(self) -> bool:
        """Decide whether an exactly-once acknowledgement fails for the moment."""
        return bool(self.ack_failure_ratio) and self._random.random() < self.ack_failure_ratio
