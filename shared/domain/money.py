"""Money in minor units. There is no float in this package, and no bare int that means money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shared.domain.errors import Refused

CHARGE_MINOR_MAX = 99_999_999  # the provider's limit for one charge, in any currency


class UnsupportedAmount(Refused):
    """The provider could not charge this amount in this currency."""


@dataclass(frozen=True, slots=True)
class Currency:
    """How the provider counts one currency."""

    code: str  # ISO 4217, lowercase
    exponent: int  # decimal digits of the minor unit the provider charges in
    step_minor: int  # amounts must be multiples of this
    charge_minor_min: int  # the provider refuses less


# Source: docs.stripe.com/currencies (2026-11). Not listed = not supported: refusing a currency
# is safer than guessing its exponent. UGX is left out on purpose, since the provider documents
# it both as zero-decimal and as two-decimal.
CURRENCIES = {
    currency.code: currency
    for currency in (
        Currency("aud", 2, 1, 50),
        Currency("cad", 2, 1, 50),
        Currency("chf", 2, 1, 50),
        Currency("czk", 2, 1, 15_00),
        Currency("dkk", 2, 1, 2_50),
        Currency("eur", 2, 1, 50),
        Currency("gbp", 2, 1, 30),
        Currency("huf", 2, 1, 175_00),
        Currency("isk", 2, 100, 100_00),
        Currency("jpy", 0, 1, 50),
        Currency("krw", 0, 1, 1000),
        Currency("kwd", 3, 10, 200),
        Currency("nok", 2, 1, 3_00),
        Currency("nzd", 2, 1, 50),
        Currency("pln", 2, 1, 2_00),
        Currency("ron", 2, 1, 2_00),
        Currency("sek", 2, 1, 3_00),
        Currency("sgd", 2, 1, 50),
        Currency("usd", 2, 1, 50),
    )
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units, such as `Money(49_90, "eur")` for 49.90 euros."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        # A float would pass every sum until the day it does not; `True` is an int as well.
        if type(self.minor) is not int:
            raise TypeError(f"{self.minor!r} is not a whole number of minor units")
        if self.currency not in CURRENCIES:
            raise UnsupportedAmount(f"{self.currency} is not a supported currency")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other).minor

    def times(self, quantity: int) -> Money:
        return Money(self.minor * quantity, self.currency)

    def _same(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")
        return other

    def __str__(self) -> str:
        return f"{self.decimal():f} {self.currency.upper()}"

    def decimal(self) -> Decimal:
        """In major units: `Decimal("49.90")`."""
        return Decimal(self.minor).scaleb(-CURRENCIES[self.currency].exponent)


def zero(currency: str) -> Money:
    return Money(0, currency)


def chargeable(amount: Money) -> Money:
    """`amount` itself, if the provider can charge it; `UnsupportedAmount` otherwise."""
    currency = CURRENCIES[amount.currency]
    if not currency.charge_minor_min <= amount.minor <= CHARGE_MINOR_MAX:
        raise UnsupportedAmount(f"{amount} is outside what can be charged")
    if amount.minor % currency.step_minor:
        raise UnsupportedAmount(f"{amount} is not a multiple of {currency.step_minor}")
    return amount


def tax_inside(gross: Money, percent: Decimal) -> Money:
    """The tax contained in a tax-inclusive amount, rounded half up to the minor unit."""
    tax = Decimal(gross.minor) * percent / (100 + percent)
    return Money(int(tax.quantize(Decimal(1), rounding=ROUND_HALF_UP)), gross.currency)
