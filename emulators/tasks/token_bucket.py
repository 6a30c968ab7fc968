"""The limit on dispatches per second: a bucket of tokens, filled at a steady rate."""

from __future__ import annotations

from datetime import datetime, timedelta

_NEARLY_ONE = 1 - 1e-6
# A token that is late by a rounding error must not cost another timer.


class TokenBucket:
    def __init__(self, *, rate_per_second: float, size: int, now: datetime) -> None:
        self._rate_per_second = rate_per_second
        self._size = size
        self._tokens = float(size)
        self._filled_at = now

    def retune(self, *, rate_per_second: float, size: int, now: datetime) -> None:
        """Change the rate from now on; tokens above the new size are lost."""
        self._fill(now)
        self._rate_per_second = rate_per_second
        self._size = size
        self._tokens = min(self._tokens, size)

    def has_token(self, now: datetime) -> bool:
        self._fill(now)
        return self._tokens >= _NEARLY_ONE

    def take(self) -> None:
        self._tokens -= 1

    def next_token_at(self, now: datetime) -> datetime:
        self._fill(now)
        lacking = max(0.0, 1 - self._tokens)
        return now + timedelta(seconds=lacking / self._rate_per_second)

    def _fill(self, now: datetime) -> None:
        elapsed_seconds = max(0.0, (now - self._filled_at).total_seconds())
        self._tokens = min(self._size, self._tokens + elapsed_seconds * self._rate_per_second)
        self._filled_at = now
