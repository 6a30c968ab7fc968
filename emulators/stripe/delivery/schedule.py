"""When a failed delivery is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_HALF_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class RetrySchedule:
    """The pauses after the first, second, ... failed attempt; after the last one it is given up.

    Stripe promises "up to three days, with exponential back off" and names no steps. The
    default begins much faster than Stripe, so that a local shop recovers while one watches,
    and ends like Stripe, just before three days have passed.
    """

    pauses: tuple[timedelta, ...] = (
        timedelta(seconds=5),
        timedelta(seconds=30),
        timedelta(minutes=2),
        timedelta(minutes=10),
        timedelta(minutes=30),
        timedelta(hours=1),
        timedelta(hours=3),
        timedelta(hours=6),
        *[_HALF_DAY] * 5,
    )

    def pause(self, attempts: int) -> timedelta | None:
        """How long to wait after so many failed attempts; None: no more."""
        return self.pauses[attempts - 1] if attempts <= len(self.pauses) else None


EVERYDAY = RetrySchedule()
SANDBOX = RetrySchedule((timedelta(minutes=10), timedelta(hours=1), timedelta(hours=3)))
"""Three retries within hours, as Stripe promises for test mode; the steps are ours."""
LIVE = RetrySchedule(
    (
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=5),
        timedelta(hours=10),
        *[_HALF_DAY] * 4,
    )
)
"""Up to three days with growing pauses, as Stripe promises for live mode; the steps are ours."""
BY_NAME = {"everyday": EVERYDAY, "sandbox": SANDBOX, "live": LIVE}
