"""Schedules in App Engine's English, such as `every 5 minutes` or `1st monday of month 09:00`."""

from __future__ import annotations

import re
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from emulators.scheduler.calendar_days import CalendarDays, Days
from emulators.scheduler.intervals import EndTimeInterval, times_between

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_ORDINALS = {
    name: number
    for number, names in enumerate(
        (("1st", "first"), ("2nd", "second"), ("3rd", "third"), ("4th", "fourth"), ("5th", "fifth"))
    )
    for name in names
}
_MIDNIGHT = time(0)
_LAST_MINUTE = time(23, 59)
_DAY_MINUTES = 24 * 60
_INTERVAL = re.compile(
    r"every (?P<count>\d+) (?P<unit>hours?|minutes?|mins?)"
    r"(?P<mode> synchronized| from (?P<start>\d\d?:\d\d) to (?P<end>\d\d?:\d\d))?"
)
_DAYS = re.compile(r"(?P<ordinals>\S+) (?P<days>[a-z,]+)( of (?P<months>[a-z,]+))? (?P<at>\S+)")
_MONTH_DAYS = re.compile(r"(?P<days>[\d,]+) of (?P<months>[a-z,]+) (?P<at>\S+)")


def parse_english(text: str, zone: ZoneInfo) -> EndTimeInterval | CalendarDays:
    """`ValueError` for anything else."""
    words = re.sub(r"\s*,\s*", ",", " ".join(text.lower().split()))
    if match := _INTERVAL.fullmatch(words):
        return _interval(match, zone)
    if match := _MONTH_DAYS.fullmatch(words):
        numbers = _numbers(match["days"], 31)
        days = Days(months=_months(match["months"]), month_days=numbers)
        return CalendarDays(days, (_time(match["at"]),), zone)
    if match := _DAYS.fullmatch(words):
        return CalendarDays(_days(match), (_time(match["at"]),), zone)
    raise ValueError(f"{text!r} is no schedule")


def _interval(match: re.Match[str], zone: ZoneInfo) -> EndTimeInterval | CalendarDays:
    minutes = int(match["count"]) * (60 if match["unit"].startswith("hour") else 1)
    if minutes == 0:
        raise ValueError("an interval is at least a minute")
    if match["mode"] is None:
        return EndTimeInterval(timedelta(minutes=minutes))
    if match["start"] is None and _DAY_MINUTES % minutes:
        raise ValueError("a synchronized interval divides the day")
    start = _time(match["start"]) if match["start"] else _MIDNIGHT
    end = _time(match["end"]) if match["end"] else _LAST_MINUTE
    return CalendarDays(Days(), times_between(start, end, timedelta(minutes=minutes)), zone)


def _days(match: re.Match[str]) -> Days:
    weekdays = frozenset(range(7))
    if match["days"] != "day":
        weekdays = frozenset(_index(name, _DAY_NAMES) for name in match["days"].split(","))
    weeks = frozenset(range(5))
    if match["ordinals"] != "every":
        weeks = frozenset(_ordinal(name) for name in match["ordinals"].split(","))
    return Days(months=_months(match["months"] or "month"), weekdays=weekdays, weeks=weeks)


def _ordinal(name: str) -> int:
    if name not in _ORDINALS:
        raise ValueError(f"{name!r} is no ordinal")
    return _ORDINALS[name]


def _months(text: str) -> frozenset[int]:
    if text == "month":
        return frozenset(range(1, 13))
    return frozenset(_index(name, _MONTH_NAMES) + 1 for name in text.split(","))


def _index(name: str, names: tuple[str, ...]) -> int:
    """Find a name, which may be cut to its first three letters."""
    for index, full in enumerate(names):
        if name in {full, full[:3]}:
            return index
    raise ValueError(f"{name!r} is none of {names}")


def _numbers(text: str, most: int) -> frozenset[int]:
    numbers = frozenset(int(number) for number in text.split(","))
    if not numbers <= frozenset(range(1, most + 1)):
        raise ValueError(f"{text!r} is not from 1 to {most}")
    return numbers


def _time(text: str) -> time:
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes))
