"""Schedules in unix-cron format."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from croniter import croniter

_INSTANT = timedelta(microseconds=1)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAYS = "sun|mon|tue|wed|thu|fri|sat"


def _field(names: str) -> str:
    value = rf"(?:\d+|{names})" if names else r"\d+"
    item = rf"(?:\*|{value}(?:-{value})?)(?:/\d+)?"
    return rf"{item}(?:,{item})*"


# croniter knows more than crontab(5) does: seconds, `L`, `#`, hashes and nicknames.
_CRON = re.compile(
    r"\s+".join(_field(names) for names in ("", "", "", _MONTHS, _DAYS)), re.IGNORECASE
)


def is_cron(text: str) -> bool:
    """Tell whether the text has the form of five cron fields, whatever is in them."""
    return _CRON.fullmatch(text.strip()) is not None


class CronSchedule:
    """`ValueError` for fields out of their bounds, and for dates that never come."""

    def __init__(self, text: str, zone: ZoneInfo) -> None:
        self._text = text
        self._zone = zone
        self.next_after(datetime(2000, 1, 1, tzinfo=UTC))

    def following(self, slot: datetime, ended_at: datetime) -> datetime:  # noqa: ARG002 - cron does not wait for the end of a run
        return self.next_after(slot)

    def latest(self, slot: datetime, now: datetime) -> datetime:
        return max(slot, self._at(self._cron(now + _INSTANT).get_prev(datetime)))

    def next_after(self, at: datetime) -> datetime:
        return self._at(self._cron(at).get_next(datetime))

    def _cron(self, at: datetime) -> croniter:
        return croniter(self._text, at.astimezone(self._zone))

    @staticmethod
    def _at(found: datetime) -> datetime:
        return found.astimezone(UTC)
