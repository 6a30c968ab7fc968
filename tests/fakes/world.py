"""A clock that stands still until it is moved, and dice that fall the same way every time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


class FakeClock:
    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def move_to(self, at: datetime) -> None:
        self.at = max(self.at, at)


class SeededRandomness:
    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)

    def token(self) -> str:
        return "".join(self._random.choice(_ALPHABET) for _ in range(26))

    def jitter(self) -> float:
        return self._random.random()
