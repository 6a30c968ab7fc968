from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from shared.adapters.formatting import (
    amount,
    country,
    day,
    digits,
    exact,
    local_day,
    one_line,
    percent,
)
from shared.domain.money import CURRENCIES, Money


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(123_450, "eur"), "€1,234.50"),
        (Money(14_500, "jpy"), "JP¥14,500"),
        (Money(12_340, "kwd"), "KWD\u00a012.340"),
        (Money(99_000_00, "isk"), "ISK\u00a099,000.00"),
        (Money(5, "usd"), "US$0.05"),
    ],
)
def test_an_amount_has_as_many_digits_as_the_provider_charges(money: Money, text: str) -> None:
    assert amount(money, "en_GB") == text


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("locale", ["en_GB", "sv", "de", "fr_CH", "ja"])
def test_no_locale_drops_a_digit_of_any_currency(currency: str, locale: str) -> None:
    shown = amount(Money(1_234_567, currency), locale)

    assert "".join(filter(str.isdecimal, shown)) == "1234567"


def test_the_cell_of_a_table_leaves_the_currency_out() -> None:
    assert digits(Money(123_450, "sek"), "en_GB") == "1,234.50"


@pytest.mark.parametrize(
    ("value", "text"), [("25", "25%"), ("5.50", "5.5%"), ("0", "0%"), ("8.875", "8.875%")]
)
def test_a_rate_is_never_rounded(value: str, text: str) -> None:
    assert percent(Decimal(value), "en_GB") == text


def test_a_rate_of_exchange_keeps_its_digits() -> None:
    assert exact(Decimal("13.20450"), "en_GB") == "13.2045"
    assert exact(Decimal("1234.000001"), "de_DE") == "1.234,000001"


def test_the_date_is_the_sellers_not_greenwichs() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert local_day(late, "Europe/Stockholm") == date(2027, 1, 1)
    assert day(date(2027, 1, 1), "en_GB") == "1 January 2027"


def test_an_unknown_country_is_printed_as_it_came() -> None:
    assert country("DE", "en_GB") == "Germany"
    assert country("Q?", "en_GB") == "Q?"
    assert not country("", "en_GB")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Eve\r\nBcc: x@y.example", "Eve Bcc: x@y.example"),
        ("a\u2028b\u0085c\td", "a b c d"),
        ("\u202egnp.exe\u202c\u2069", "gnp.exe"),
        ("ring\x07\x00\x7f", "ring"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("half\ud800pair", "halfpair"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("  \u00a0 ", ""),
    ],
)
def test_a_strangers_text_stays_on_its_line(text: str, line: str) -> None:
    assert one_line(text) == line
