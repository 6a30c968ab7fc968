"""The European Central Bank's euro foreign exchange reference rates.

Source: ecb.europa.eu, "Euro foreign exchange reference rates", for developers. One form for the
latest day (`eurofxref-daily.xml`) and for the last 90 (`eurofxref-hist-90d.xml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from xml.etree.ElementTree import Element, ParseError, fromstring

import requests

from shared.domain.reference_rates import REFERENCED, DayOfRates
from shared.usecases.ports.exchange_rates import RatesUnreadable
from shared.usecases.ports.failures import Unavailable

ECB_DAILY = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
TIMEOUT_SECONDS = (3.05, 8)  # to connect, and between two bytes
LENGTH_MAX = 512 * 1024  # ninety days are a sixth of it

_DAY = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube[@time]"
_RATE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube[@currency]"
_NUMBER = re.compile(r"[0-9]{1,7}(\.[0-9]{1,8})?", re.ASCII)


class EcbRates:
    """`ExchangeRates` of those currencies that somebody can pay in here."""

    def __init__(self, url: str = ECB_DAILY) -> None:
        self._url = url

    def fetch(self) -> tuple[DayOfRates, ...]:
        return read_rates(self._content())

    def _content(self) -> bytes:
        try:
            with requests.get(
                self._url, timeout=TIMEOUT_SECONDS, allow_redirects=False, stream=True
            ) as answer:
                if answer.status_code != HTTPStatus.OK:
                    raise Unavailable(f"the central bank answered {answer.status_code}")
                return _bounded(answer)
        except requests.RequestException as error:
            raise Unavailable(type(error).__name__) from error


def _bounded(answer: requests.Response) -> bytes:
    content = b""
    for chunk in answer.iter_content(16 * 1024):
        content += chunk
        if len(content) > LENGTH_MAX:
            raise RatesUnreadable("the list of rates is longer than any has been")
    return content


def read_rates(content: bytes) -> tuple[DayOfRates, ...]:
    """All of it or nothing: one wrong rate, and `RatesUnreadable`."""
    try:
        text = content.decode()
        if "<!DOCTYPE" in text:
            raise RatesUnreadable("the list of rates declares a type")
        root = fromstring(text)  # noqa: S314 - bounded, and without a type there are no entities
    except (ParseError, UnicodeDecodeError) as error:
        raise RatesUnreadable("the list of rates is no XML") from error
    days = tuple(map(_day, root.iterfind(f".//{_DAY}")))
    if not days or not all(day.per_euro for day in days):
        raise RatesUnreadable("the list of rates is empty")
    return days


def _day(cube: Element) -> DayOfRates:
    try:
        published_on = date.fromisoformat(cube.attrib["time"])
    except ValueError as error:
        raise RatesUnreadable("a day of rates has no date") from error
    return DayOfRates(published_on, dict(_rates(cube)))


def _rates(cube: Element) -> Iterator[tuple[str, Decimal]]:
    for entry in cube.iterfind(_RATE):
        currency, rate = entry.attrib["currency"].lower(), entry.get("rate", "")
        if not _NUMBER.fullmatch(rate) or not Decimal(rate):
            raise RatesUnreadable(f"the rate of {currency[:3]} is no number")
        if currency in REFERENCED:
            yield currency, Decimal(rate)
