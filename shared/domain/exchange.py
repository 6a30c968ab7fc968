"""The tax of a document in the currency of the state that it is owed to (Art. 230, 2006/112/EC)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from shared.domain.money import CURRENCIES, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    currency: str  # into which, ISO 4217, lowercase
    rate: Decimal  # units of it for one unit of the document's currency
    published_on: date  # by the central bank
    source: str = ""  # whose it is, as printed: ECB

    def convert(self, amount: Money) -> Money:
        """Rounded half up to the minor unit."""
        exponent = CURRENCIES[self.currency].exponent
        minor = (amount.decimal() * self.rate).scaleb(exponent)
        return Money(int(minor.quantize(Decimal(1), rounding=ROUND_HALF_UP)), self.currency)
