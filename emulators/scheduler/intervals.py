"""Schedules of one run every so often."""

from __future__ import annotations

from datetime import datetime, time, timedelta

_DAY_MINUTES = 24 * 60


class EndTimeInterval:
    """The next run begins so long after the last one has ended."""

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def following(self, slot: datetime, ended_at: datetime) -> datetime:  # noqa: ARG002 - the slot itself does not count
        return ended_at + self._interval

    def latest(self, slot: datetime, now: datetime) -> datetime:  # noqa: ARG002 - no run is missed: each follows the last
        return slot


def times_between(start: time, end: time, interval: timedelta) -> tuple[time, ...]:
    """Return the times of a day from `start` to `end`, both included, even across midnight."""
    first, step = _minutes(start), int(interval.total_seconds()) // 60
    span = (_minutes(end) - first) % _DAY_MINUTES
    minutes = ((first + passed) % _DAY_MINUTES for passed in range(0, span + 1, step))
    return tuple(time(*divmod(minute, 60)) for minute in sorted(minutes))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
