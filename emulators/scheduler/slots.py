"""The instants a cron schedule names, in the time zone it is written for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from croniter import croniter

from emulators.topology import Schedule

_INSTANT = timedelta(microseconds=1)


def next_slot(schedule: Schedule, after: datetime) -> datetime:
    """Return the first slot later than `after`, in UTC."""
    found: datetime = _cron(schedule, after).get_next(datetime)
    return found.astimezone(UTC)


def latest_slot(schedule: Schedule, until: datetime) -> datetime:
    """Return the last slot that is not later than `until`, in UTC."""
    found: datetime = _cron(schedule, until + _INSTANT).get_prev(datetime)
    return found.astimezone(UTC)


def _cron(schedule: Schedule, at: datetime) -> croniter:
    return croniter(schedule.schedule, at.astimezone(ZoneInfo(schedule.time_zone)))
