"""On which days there are reference rates, and from when on.

Source: ecb.europa.eu, "Euro foreign exchange reference rates" and the closing days of T2.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_FRANKFURT = ZoneInfo("Europe/Berlin")
_PUBLISHED = time(16)
_SATURDAY = 5
_FIXED_HOLIDAYS = {(1, 1), (5, 1), (12, 25), (12, 26)}


def days_published(now: datetime) -> Iterator[date]:
    """Working days whose rates are out, newest first, without end."""
    there = now.astimezone(_FRANKFURT)
    day = there.date() if there.time() >= _PUBLISHED else there.date() - timedelta(days=1)
    while True:
        if _is_working_day(day):
            yield day
        day -= timedelta(days=1)


def _is_working_day(day: date) -> bool:
    easter = _easter(day.year)
    moving = {easter - timedelta(days=2), easter + timedelta(days=1)}
    fixed = (day.month, day.day) in _FIXED_HOLIDAYS
    return day.weekday() < _SATURDAY and not fixed and day not in moving


def _easter(year: int) -> date:
    """The Sunday, by the rule of J.-M. Oudin (1940) for the Gregorian calendar."""
    century, golden = year // 100, year % 19
    skipped = (century - 17) // 25
    moon = (century - century // 4 - (century - skipped) // 3 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))
