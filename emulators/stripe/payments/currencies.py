"""What Stripe charges in: how many decimals, how little, how much, and how to show it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from emulators.stripe.wire import errors
from emulators.stripe.wire.values import Raw, Text


@dataclass(frozen=True, slots=True)
class Currency:
    decimals: int = 2
    minimum_minor: int = 1
    """The least one payment may be; 1 where Stripe names no figure of its own."""
    digits_max: int = 8
    """How many digits the amount in minor units may have."""
    step_minor: int = 1
    """Amounts are multiples of this. ISK and UGX have decimals at Stripe, which must be zero."""
    symbol: str = ""


CURRENCIES = {
    code: Currency(**row)
    for code, row in json.loads(
        Path(__file__).with_name("currencies.json").read_text(encoding="utf-8")
    ).items()
}


def shown(amount_minor: int, code: str) -> str:
    """Such as €1,234.50, ¥1,200 or SEK 89.00, with a no-break space."""
    currency = CURRENCIES[code]
    number = f"{Decimal(amount_minor).scaleb(-currency.decimals):,.{currency.decimals}f}"
    before = currency.symbol or f"{code.upper()}\N{NO-BREAK SPACE}"
    return before + number


def check_charge(amount_minor: int, code: str, param: str, what: str = "Amount") -> None:
    """Refuse what Stripe would not charge in one payment."""
    currency = CURRENCIES[code]
    if amount_minor < currency.minimum_minor:
        message = f"{what} must be at least {shown(currency.minimum_minor, code)} {code}"
        raise errors.invalid(message, param, "amount_too_small")
    maximum = 10**currency.digits_max - 1
    if amount_minor > maximum:
        message = f"{what} must be no more than {shown(maximum, code)} {code}"
        raise errors.invalid(message, param, "amount_too_large")
    if amount_minor % currency.step_minor:
        message = f"{what} in {code} must be a multiple of {currency.step_minor}"
        raise errors.invalid(message, param, "parameter_invalid_integer")


class CurrencyCode:
    """A parameter that names a currency, in either case."""

    def read(self, raw: Raw, at: str) -> str:
        code = (Text().read(raw, at) or "").lower()
        if code not in CURRENCIES:
            known = ", ".join(CURRENCIES)
            message = f"Invalid currency: {code}. Stripe currently supports these currencies:"
            raise errors.invalid(f"{message} {known}", at)
        return code
