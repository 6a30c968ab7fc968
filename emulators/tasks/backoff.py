"""How long to wait after a failure: the rule Cloud Tasks and Cloud Scheduler share."""

from __future__ import annotations

from datetime import timedelta

_MICROSECOND = timedelta(microseconds=1)


def backoff(
    failures: int, *, minimum: timedelta, maximum: timedelta, max_doublings: int
) -> timedelta:
    """Return the wait after the `failures`-th failed attempt, counted from one.

    The wait doubles `max_doublings` times, then grows by its last doubled value, up to
    `maximum`: 10, 20, 40, 80, 160, 240, 300, 300 for 10 s, 300 s and 3.
    """
    doublings = min(failures - 1, max_doublings)
    additions = failures - 1 - doublings
    # Integers, for a `timedelta` overflows long before the exponent is cut off.
    wait = ((minimum // _MICROSECOND) << doublings) * (1 + additions)
    return min(wait, maximum // _MICROSECOND) * _MICROSECOND
