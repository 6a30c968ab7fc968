"""How many requests at a time and a second: Stripe's limits, off until they are set."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from emulators.clock.clock import Clock
from emulators.stripe.wire import errors

_SECOND_NS = timedelta(seconds=1) // timedelta(microseconds=1) * 1000


class RateLimit:
    """Stripe allows a sandbox 25 requests a second, and as many to any one operation."""

    def __init__(self, clock: Clock) -> None:
        self.per_second: int | None = None
        self.per_endpoint: int | None = None
        """In any second, to one operation; all ids in its path count together."""
        self.concurrent: int | None = None
        """Requests that are being worked on at the same time."""
        self._clock = clock
        self._all: deque[int] = deque()
        self._each: defaultdict[str, deque[int]] = defaultdict(deque)
        self._open = 0

    @contextmanager
    def admit(self, operation: str) -> Iterator[None]:
        """Count a request for as long as the block runs, or raise the 429."""
        if self.concurrent is not None and self._open >= self.concurrent:
            raise errors.rate_limited("global-concurrency")
        now_ns = self._clock.time_ns()
        if _is_full(self._all, self.per_second, now_ns):
            raise errors.rate_limited("global-rate")
        if _is_full(self._each[operation], self.per_endpoint, now_ns):
            raise errors.rate_limited("endpoint-rate")
        for seen, limit in (
            (self._all, self.per_second),
            (self._each[operation], self.per_endpoint),
        ):
            if limit is not None:
                seen.append(now_ns)
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1


def _is_full(seen: deque[int], limit: int | None, now_ns: int) -> bool:
    while seen and seen[0] <= now_ns - _SECOND_NS:
        seen.popleft()
    return limit is not None and len(seen) >= limit
