"""Values as people read them.

The digits of an amount come from our table, since CLDR shows fewer than were charged for some.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol

from shared.domain.money import CURRENCIES, Money

_JOINERS = "\u200c\u200d"  # invisible, but without them Persian and emoji fall apart
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # controls, marks of direction, halves of pairs


def amount(money: Money, locale: str) -> str:
    """With the currency: `€1,234.50`, `KWD 12.340`."""
    code = money.currency.upper()
    pattern = _digits(Locale.parse(locale).currency_formats["standard"].pattern, money.currency)
    if pattern.startswith("¤#") and get_currency_symbol(code, locale)[-1].isalpha():
        pattern = pattern.replace("¤", "¤\u00a0")  # CLDR's rule for letters beside digits
    return format_currency(
        money.decimal(), code, format=pattern, locale=locale, currency_digits=False
    )


def digits(money: Money, locale: str) -> str:
    """Without the currency, for the cells of a table: `1,234.50`."""
    return format_decimal(
        money.decimal(), format=_digits("#,##0.00", money.currency), locale=locale
    )


def count(number: int, locale: str) -> str:
    return format_decimal(number, locale=locale)


def exact(value: Decimal, locale: str) -> str:
    """All digits that there are: `11.2345`."""
    return format_decimal(value, locale=locale, decimal_quantization=False)


def percent(value: Decimal, locale: str) -> str:
    """`25` gives `25%`, `5.5` gives `5.5%`."""
    return format_percent(value / 100, locale=locale, decimal_quantization=False)


def day(value: date, locale: str) -> str:
    """`22 November 2026`."""
    return format_date(value, "long", locale=locale)


def local_day(at: datetime, time_zone: str) -> date:
    """The date on the wall where `time_zone` (an IANA name) rules."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def country(code: str, locale: str) -> str:
    """The name of an ISO 3166-1 country; a code that nobody knows is its own name."""
    return str(Locale.parse(locale).territories.get(code, code))


def one_line(text: str) -> str:
    """A stranger's text on one line: composed, without what cannot be seen or turns the line."""
    visible = (
        " " if char.isspace() else char
        for char in text
        if char.isspace() or char in _JOINERS or unicodedata.category(char) not in _UNSEEN
    )
    return " ".join(unicodedata.normalize("NFC", "".join(visible)).split())


def _digits(pattern: str, currency: str) -> str:
    exponent = CURRENCIES[currency].exponent
    return pattern.replace("0.00", "0." + "0" * exponent if exponent else "0")
