"""Steps in time as billing takes them: months keep the day, or end at the month's last one."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta

DAY = 86_400
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_LONGEST_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


def add_months(at: int, months: int) -> int:
    """Both in seconds since the epoch. 31 January and a month is the last day of February."""
    start = datetime.fromtimestamp(at, UTC)
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month0 + 1)[1])
    return int(start.replace(year=year, month=month0 + 1, day=day).timestamp())


def step(anchor: int, interval: str, count: int) -> int:
    """`count` intervals after `anchor`; before it if `count` is negative."""
    if interval in _DAYS:
        return anchor + int(timedelta(days=_DAYS[interval] * count).total_seconds())
    return add_months(anchor, _MONTHS[interval] * count)


def period_end(anchor: int, interval: str, count: int, after: int) -> int:
    """The first end of a period of `count` intervals, counted from `anchor`, later than `after`."""
    cycles = (after - anchor) // (_LONGEST_DAYS[interval] * DAY * count) - 1
    while step(anchor, interval, count * cycles) <= after:
        cycles += 1
    return step(anchor, interval, count * cycles)
