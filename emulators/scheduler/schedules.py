"""When a job runs: the two languages that `Job.schedule` may be written in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from emulators.google_apis.refused import Refused, invalid
from emulators.scheduler.cron import CronSchedule, is_cron
from emulators.scheduler.english import parse_english


class Schedule(Protocol):
    """All instants are in UTC."""

    def following(self, slot: datetime, ended_at: datetime) -> datetime:
        """Return the slot after `slot`, whose run has ended at `ended_at`."""

    def latest(self, slot: datetime, now: datetime) -> datetime:
        """Return the last slot that is not after `now`, where `slot` is not after it either."""


def parse_schedule(text: str, time_zone: str) -> Schedule:
    """Read a schedule; what is neither unix-cron nor App Engine's English is `Refused`."""
    try:
        zone = time_zone_of(time_zone)
        return CronSchedule(text, zone) if is_cron(text) else parse_english(text, zone)
    except (ValueError, ZoneInfoNotFoundError):
        raise unreadable() from None


def time_zone_of(name: str) -> ZoneInfo:
    """Read a name of the tz database; none means UTC."""
    return ZoneInfo("UTC" if name.lower() in {"", "utc"} else name)


def unreadable() -> Refused:
    return invalid("Schedule or time zone is invalid.")
