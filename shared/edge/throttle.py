"""Token buckets in front of the provider: one caller, or a flood, must not use up its limit.

Per instance and in memory: it blunts, it does not count exactly. The load balancer's rules
count across instances.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from flask import Request

from shared.edge.problem import Problem

CALLERS_MAX = 10_000  # the least recent are forgotten, so memory is bounded


@dataclass
class Throttle:
    """`per_minute_max` requests for each caller, `total_per_second_max` for all together."""

    per_minute_max: int
    total_per_second_max: int
    clock: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def admit(self, caller: str) -> None:
        """Take one token, or raise 429 with the seconds until the next one."""
        with self._lock:
            self._take(caller, self.per_minute_max, self.per_minute_max / 60)
            self._take("", self.total_per_second_max, self.total_per_second_max)

    def _take(self, name: str, size: float, per_second: float) -> None:
        now = self.clock()
        tokens, since = self._buckets.pop(name, (size, now))
        tokens = min(size, tokens + (now - since) * per_second)
        enough = tokens >= 1
        self._buckets[name] = (tokens - 1 if enough else tokens, now)
        if len(self._buckets) > CALLERS_MAX:
            self._buckets.popitem(last=False)
        if not enough:
            wait = max(1, math.ceil((1 - tokens) / per_second))
            raise Problem(429, "too many checkouts", headers={"Retry-After": str(wait)})


def caller_address(request: Request, proxies: int = 0) -> str:
    """The address the platform saw: the last of `X-Forwarded-For`. Earlier ones are claims.

    Each of our own `proxies` in front, such as a load balancer, appends one more.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    seen = forwarded[-1 - proxies] if proxies < len(forwarded) else forwarded[0]
    return seen.strip() or request.remote_addr or "unknown"
