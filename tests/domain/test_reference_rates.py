from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.exchange import ExchangeRate
from shared.domain.reference_rates import KEPT_MAX, REFERENCED, DayOfRates, ReferenceRates

FRIDAY = date(2026, 11, 20)
THURSDAY = date(2026, 11, 19)


def a_day(day: date, **per_euro: str) -> DayOfRates:
    rates = per_euro or {"sek": "10.9845", "usd": "1.1539"}
    return DayOfRates(day, {currency: Decimal(rate) for currency, rate in rates.items()})


RATES = ReferenceRates().with_days([a_day(FRIDAY), a_day(THURSDAY, sek="11.5", usd="1.25")])


def in_frankfurt(text: str) -> datetime:
    """In winter, an hour before."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("paid", "published_on"),
    [
        ("2026-11-20T15:59:59", THURSDAY),
        ("2026-11-20T16:00:00", FRIDAY),
        ("2026-11-22T12:00:00", FRIDAY),
        ("2026-11-27T16:00:00", FRIDAY),
        ("2026-11-19T12:00:00", THURSDAY),  # before all that is kept: the nearest there is
    ],
)
def test_a_sale_goes_by_the_latest_rate_that_was_out_when_it_was_paid(
    paid: str, published_on: date
) -> None:
    rate = RATES.rate("eur", "sek", in_frankfurt(paid))

    assert rate is not None
    assert (rate.published_on, rate.source) == (published_on, "ECB")


@pytest.mark.parametrize("paid", ["2026-11-27T16:00:01", "2026-11-12T15:59:59"])
def test_a_rate_that_is_more_than_a_week_away_is_none(paid: str) -> None:
    assert RATES.rate("eur", "sek", in_frankfurt(paid)) is None


def test_where_nothing_is_kept_there_is_no_rate() -> None:
    assert ReferenceRates().rate("eur", "sek", in_frankfurt("2026-11-20T17:00:00")) is None


@pytest.mark.parametrize(("currency", "into"), [("eur", "kwd"), ("kwd", "sek"), ("usd", "pln")])
def test_a_currency_that_the_bank_does_not_list_has_no_rate(currency: str, into: str) -> None:
    assert RATES.rate(currency, into, in_frankfurt("2026-11-20T17:00:00")) is None


@pytest.mark.parametrize(
    ("currency", "into", "rate"),
    [
        ("eur", "sek", "10.9845"),  # as it is published
        ("sek", "eur", "0.09103737084"),
        ("usd", "sek", "9.519455759"),
        ("sek", "usd", "0.1050480222"),
    ],
)
def test_a_rate_between_two_currencies_goes_by_the_euro_and_has_ten_digits(
    currency: str, into: str, rate: str
) -> None:
    found = RATES.rate(currency, into, in_frankfurt("2026-11-20T17:00:00"))

    assert found == ExchangeRate(
        currency=into, rate=Decimal(rate), published_on=FRIDAY, source="ECB"
    )


currencies = st.sampled_from(sorted({*REFERENCED, "eur"}))
per_euro = st.decimals("0.3", "3000", places=4)


@given(of=currencies, to=currencies, first=per_euro, second=per_euro)
def test_a_rate_is_off_by_half_a_billionth_at_most(
    of: str, to: str, first: Decimal, second: Decimal
) -> None:
    quoted = {of: first} | {to: second}
    rate = ReferenceRates(days=(DayOfRates(FRIDAY, quoted),)).rate(
        of, to, in_frankfurt("2026-11-20T17:00:00")
    )

    assert rate is not None
    euros = Fraction(1) if of == "eur" else 1 / Fraction(quoted[of])
    exact = euros * (1 if to == "eur" else Fraction(quoted[to]))
    assert abs(Fraction(rate.rate) - exact) / exact <= Fraction(1, 2 * 10**9)


def test_what_was_kept_of_a_day_stays_and_the_oldest_go() -> None:
    days = [a_day(FRIDAY - timedelta(days=back)) for back in range(KEPT_MAX + 5)]
    full = RATES.with_days([*days, a_day(FRIDAY, sek="99")])

    assert [day.published_on for day in full.days] == [day.published_on for day in days][:KEPT_MAX]
    assert full.days[0] == RATES.days[0]
    assert full.with_days(days) == full
