"""The made-up central bank: on working days, from four in the afternoon in Frankfurt."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from xml.etree.ElementTree import fromstring

import aiohttp
import pytest

from emulators.clock.clock import Clock
from emulators.ecb.calendar import days_published
from emulators.ecb.server import DAILY, EcbServer
from emulators.ecb.table import BASE, rates_on

CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


def latest(now: str, count: int = 1) -> list[str]:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    return [day.isoformat() for day in islice(days_published(at), count)]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-20T14:59:59", "2026-11-19"),
        ("2026-11-20T15:00:00", "2026-11-20"),
        ("2026-07-10T13:59:59", "2026-07-09"),  # summer time
        ("2026-07-10T14:00:00", "2026-07-10"),
        ("2026-11-22T12:00:00", "2026-11-20"),  # a Sunday
        ("2026-04-07T12:00:00", "2026-04-02"),  # the Tuesday after Easter
        ("2027-03-30T12:00:00", "2027-03-25"),
        ("2026-05-01T18:00:00", "2026-04-30"),
        ("2027-01-01T18:00:00", "2026-12-31"),
    ],
)
def test_the_latest_day_is_a_working_day_whose_afternoon_has_come(now: str, day: str) -> None:
    assert latest(now) == [day]


def test_days_go_back_without_holidays() -> None:
    assert latest("2026-12-29T18:00:00", 4) == [
        "2026-12-29",
        "2026-12-28",
        "2026-12-24",
        "2026-12-23",
    ]


def test_a_day_has_the_same_rates_whenever_it_is_asked_about() -> None:
    day = date(2026, 11, 20)

    assert list(rates_on(day)) == list(rates_on(day))
    assert dict(rates_on(day)) != dict(rates_on(day + timedelta(days=1)))
    assert [currency for currency, _ in rates_on(day)] == list(BASE)


def test_the_file_follows_the_clock() -> None:
    async def days() -> list[str]:
        clock = Clock()
        server = EcbServer(clock)
        url = f"http://127.0.0.1:{await server.start()}{DAILY}"
        found = []
        try:
            async with aiohttp.ClientSession() as http:
                for _ in range(2):
                    async with http.get(url) as answer:
                        assert answer.content_type == "text/xml"
                        (cube,) = fromstring(await answer.text()).iterfind(f".//{CUBE}[@time]")  # noqa: S314 - ours
                    assert len(cube) == len(BASE)
                    found.append(cube.attrib["time"])
                    clock.advance(timedelta(days=7))
        finally:
            await server.stop()
        return found

    first, second = map(date.fromisoformat, asyncio.run(days()))

    assert first < second
