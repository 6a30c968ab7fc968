"""Schedules that name days of the calendar, and the times of those days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_DAYS_SEARCHED = 366 * 9  # the 29th of February may be eight years off


@dataclass(frozen=True, slots=True)
class Days:
    """Weekdays count from Monday, weeks of a month from its first day, both from 0."""

    months: frozenset[int] = frozenset(range(1, 13))
    weekdays: frozenset[int] = frozenset(range(7))
    weeks: frozenset[int] = frozenset(range(5))
    month_days: frozenset[int] = frozenset(range(1, 32))

    def __contains__(self, day: date) -> bool:
        return (
            day.month in self.months
            and day.weekday() in self.weekdays
            and (day.day - 1) // 7 in self.weeks
            and day.day in self.month_days
        )


class CalendarDays:
    """`ValueError` for days that never come."""

    def __init__(self, days: Days, times: tuple[time, ...], zone: ZoneInfo) -> None:
        """`times` are in order."""
        self._days = days
        self._times = times
        self._zone = zone
        self.next_after(datetime(2000, 1, 1, tzinfo=UTC))

    def following(self, slot: datetime, ended_at: datetime) -> datetime:  # noqa: ARG002 - the calendar does not wait for the end of a run
        return self.next_after(slot)

    def latest(self, slot: datetime, now: datetime) -> datetime:
        earlier = (found for found in self._slots(now, -_DAY) if found <= now)
        return max(slot, next(earlier, slot))

    def next_after(self, at: datetime) -> datetime:
        for found in self._slots(at, _DAY):
            if found > at:
                return found
        raise ValueError("the schedule names no day that ever comes")

    def _slots(self, around: datetime, step: timedelta) -> Iterator[datetime]:
        """Yield the slots forwards or backwards from `around`, give or take a day."""
        start = around.astimezone(self._zone).date() - step
        for day in islice(_days_from(start, step), _DAYS_SEARCHED):
            if day in self._days:
                yield from self._slots_of(day, reverse=step < timedelta())

    def _slots_of(self, day: date, *, reverse: bool) -> list[datetime]:
        times = [datetime.combine(day, at, self._zone).astimezone(UTC) for at in self._times]
        return sorted(times, reverse=reverse)


def _days_from(start: date, step: timedelta) -> Iterator[date]:
    day = start
    while True:
        yield day
        day += step
