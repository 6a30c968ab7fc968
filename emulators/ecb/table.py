"""Rates of a made-up market: the same for a day whenever it is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import sin

# Units for one euro, of about the size that they had in November 2026, with as many digits as
# the ECB gives.
BASE = {
    "USD": "1.1539",
    "JPY": "181.17",
    "CZK": "24.175",
    "DKK": "7.4691",
    "GBP": "0.88063",
    "HUF": "382.30",
    "PLN": "4.2398",
    "RON": "5.0873",
    "SEK": "10.9845",
    "CHF": "0.9307",
    "ISK": "146.80",
    "NOK": "11.7405",
    "TRY": "48.9212",
    "AUD": "1.7865",
    "BRL": "6.1934",
    "CAD": "1.6260",
    "CNY": "8.2013",
    "HKD": "8.9832",
    "IDR": "19275.07",
    "ILS": "3.7725",
    "INR": "103.1065",
    "KRW": "1699.62",
    "MXN": "21.3087",
    "MYR": "4.7863",
    "NZD": "2.0551",
    "PHP": "67.885",
    "SGD": "1.5085",
    "THB": "37.461",
    "ZAR": "20.0452",
}

_SWING = 0.02  # how far a rate drifts to either side
_DAYS_A_RADIAN = 23.0


def rates_on(day: date) -> Iterator[tuple[str, Decimal]]:
    """Currency and units for one euro; each currency drifts in a phase of its own."""
    for phase, (currency, base) in enumerate(BASE.items()):
        drift = 1 + _SWING * sin(day.toordinal() / _DAYS_A_RADIAN + phase)
        yield currency, (Decimal(base) * Decimal(f"{drift:.6f}")).quantize(Decimal(base))
