"""Which instants a schedule names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from emulators.google_apis.refused import Refused
from emulators.scheduler.schedules import parse_schedule

START = datetime(2026, 1, 1, tzinfo=UTC)  # a Thursday
BEFORE_SPRING = datetime(2026, 3, 28, 12, tzinfo=UTC)
BEFORE_AUTUMN = datetime(2026, 10, 24, 12, tzinfo=UTC)


def slots(text: str, zone: str, after: datetime, count: int) -> list[str]:
    schedule, found = parse_schedule(text, zone), []
    for _ in range(count):
        after = schedule.following(after, after)
        found.append(f"{after:%m-%d %H:%M}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*/20 * * * *", ["01-01 00:20", "01-01 00:40", "01-01 01:00"]),
        ("0 9 * * mon-fri", ["01-01 09:00", "01-02 09:00", "01-05 09:00"]),
        ("0 9 * * 0", ["01-04 09:00", "01-11 09:00", "01-18 09:00"]),
        ("15 6 1,15 * *", ["01-01 06:15", "01-15 06:15", "02-01 06:15"]),
        ("0 0 13 * 5", ["01-02 00:00", "01-09 00:00", "01-13 00:00"]),
        ("every 5 minutes", ["01-01 00:05", "01-01 00:10", "01-01 00:15"]),
        ("every 12 hours", ["01-01 12:00", "01-02 00:00", "01-02 12:00"]),
        ("every 6 hours synchronized", ["01-01 06:00", "01-01 12:00", "01-01 18:00"]),
        (
            "every 45 mins from 10:00 to 11:00",
            ["01-01 10:00", "01-01 10:45", "01-02 10:00"],
        ),
        ("every 3 hours from 21:00 to 03:00", ["01-01 03:00", "01-01 21:00", "01-02 00:00"]),
        ("every day 00:30", ["01-01 00:30", "01-02 00:30", "01-03 00:30"]),
        ("every monday 09:00", ["01-05 09:00", "01-12 09:00", "01-19 09:00"]),
        ("Every Mon, Wed 9:00", ["01-05 09:00", "01-07 09:00", "01-12 09:00"]),
        ("2nd,third tue of march 17:00", ["03-10 17:00", "03-17 17:00", "03-09 17:00"]),
        ("first monday of month 09:00", ["01-05 09:00", "02-02 09:00", "03-02 09:00"]),
        ("1,15 of jan,july 04:00", ["01-01 04:00", "01-15 04:00", "07-01 04:00"]),
        ("29 of feb 00:00", ["02-29 00:00", "02-29 00:00", "02-29 00:00"]),
    ],
)
def test_a_schedule_names_its_slots(text: str, expected: list[str]) -> None:
    assert slots(text, "utc", START, 3) == expected


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("", "UTC"),
        ("* * * *", "UTC"),
        ("* * * * * *", "UTC"),
        ("60 * * * *", "UTC"),
        ("0 0 30 2 *", "UTC"),
        ("0 0 L * *", "UTC"),
        ("0 0 * * 5#2", "UTC"),
        ("*/0 * * * *", "UTC"),
        ("@daily", "UTC"),
        ("every 0 minutes", "UTC"),
        ("every 7 hours synchronized", "UTC"),
        ("every day 25:00", "UTC"),
        ("every day", "UTC"),
        ("every blursday 09:00", "UTC"),
        ("6th monday of month 09:00", "UTC"),
        ("30 of feb 00:00", "UTC"),
        ("0 of january 00:00", "UTC"),
        ("* * * * *", "Mars/Olympus_Mons"),
        ("* * * * *", "/etc/passwd"),
    ],
)
def test_what_is_no_schedule_is_refused(text: str, zone: str) -> None:
    with pytest.raises(Refused, match=r"^Schedule or time zone is invalid\.$"):
        parse_schedule(text, zone)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 2 * * *", ["03-29 01:00", "03-30 00:30"]),
        ("every day 02:30", ["03-29 01:30", "03-30 00:30"]),
        ("0 3 * * *", ["03-29 01:00", "03-30 01:00"]),
    ],
)
def test_a_slot_that_summer_time_skips_comes_after_the_gap(text: str, expected: list[str]) -> None:
    assert slots(text, "Europe/Stockholm", BEFORE_SPRING, 2) == expected


def test_a_time_that_comes_twice_is_a_slot_twice() -> None:
    assert slots("30 2 * * *", "Europe/Stockholm", BEFORE_AUTUMN, 3) == [
        *("10-25 00:30", "10-25 01:30", "10-26 01:30"),
    ]


def test_every_half_hour_takes_no_notice_of_summer_time() -> None:
    schedule = parse_schedule("*/30 * * * *", "Europe/Stockholm")
    for start in (BEFORE_SPRING, BEFORE_AUTUMN):
        found = [start]
        for _ in range(60):
            found.append(schedule.following(found[-1], found[-1]))
        gaps = {later - earlier for earlier, later in pairwise(found)}
        assert gaps == {timedelta(minutes=30)}


@pytest.mark.parametrize("text", ["0 12 * * *", "every day 12:00"])
def test_a_slot_belongs_to_the_past_as_soon_as_it_is_reached(text: str) -> None:
    noon = START.replace(hour=12)
    schedule = parse_schedule(text, "UTC")

    assert schedule.latest(START, noon) == noon
    assert schedule.latest(START, noon + timedelta(days=3, hours=5)) == noon + timedelta(days=3)
    assert schedule.following(noon, noon) == noon + timedelta(days=1)


def test_an_interval_counts_from_the_end_of_the_run() -> None:
    schedule = parse_schedule("every 5 minutes", "UTC")
    ended_at = START + timedelta(minutes=3)

    assert schedule.following(START, ended_at) == ended_at + timedelta(minutes=5)
    assert schedule.latest(START, ended_at) == START
