"""What the European Central Bank published lately, and which of it a sale goes by.

Art. 91(2) of 2006/112/EC: the latest rate at the time the tax becomes chargeable; every member
state takes the ECB's, and between two other currencies each one's rate to the euro.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo

from shared.domain.exchange import ExchangeRate
from shared.domain.money import CURRENCIES

RATES_ID = "ecb"
SOURCE = "ECB"
AGE_MAX = timedelta(days=7)  # the longest the ECB is silent is five: Maundy Thursday to Tuesday
KEPT_MAX = 30  # publications: six weeks, longer than any event is on its way

_EURO = "eur"
_UNREFERENCED = {_EURO, "kwd"}  # ecb.europa.eu: euro foreign exchange reference rates (2026-11)
REFERENCED = frozenset(CURRENCIES) - _UNREFERENCED

_PUBLISHED_AT = time(16, tzinfo=ZoneInfo("Europe/Berlin"))  # «around 16:00 CET», says the ECB
# Off by half a billionth at most: a tax of a hundred thousand by less than a ten-thousandth.
_TEN_DIGITS = Context(prec=10, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class DayOfRates:
    published_on: date
    per_euro: Mapping[str, Decimal]  # currency, lowercase → units of it for one euro

    @property
    def published_at(self) -> datetime:
        return datetime.combine(self.published_on, _PUBLISHED_AT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRates:
    id: str = RATES_ID
    days: tuple[DayOfRates, ...] = ()  # newest first, each day once

    def with_days(self, published: Iterable[DayOfRates]) -> ReferenceRates:
        """What was kept of a day stays: the ECB does not revise what it has published."""
        days = {day.published_on: day for day in (*published, *self.days)}
        newest_first = sorted(days.values(), key=lambda day: day.published_on, reverse=True)
        return replace(self, days=tuple(newest_first[:KEPT_MAX]))

    def rate(self, currency: str, into: str, at: datetime) -> ExchangeRate | None:
        """The latest that was published at `at`; the first one kept for what is older than that.

        None if it is more than seven days away, or has no rate for one of the currencies.
        A rate between two currencies that are not the euro, or out of one, has ten digits.
        """
        day = self._day(at)
        if day is None or abs(at - day.published_at) > AGE_MAX:
            return None
        of, to = (_per_euro(day, one) for one in (currency, into))
        if of is None or to is None:
            return None
        rate = to if currency == _EURO else _TEN_DIGITS.divide(to, of)
        return ExchangeRate(currency=into, rate=rate, published_on=day.published_on, source=SOURCE)

    def _day(self, at: datetime) -> DayOfRates | None:
        published = (day for day in self.days if day.published_at <= at)
        return next(published, self.days[-1] if self.days else None)


def _per_euro(day: DayOfRates, currency: str) -> Decimal | None:
    return Decimal(1) if currency == _EURO else day.per_euro.get(currency)
