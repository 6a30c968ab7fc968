"""The types of parameters that only billing has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.wire import errors
from emulators.stripe.wire.params import Kind
from emulators.stripe.wire.values import Raw, Whole


@dataclass(frozen=True, slots=True)
class ByCurrency:
    """A hash whose names are currencies, such as `currency_options`."""

    of: Kind

    def read(self, raw: Raw, at: str) -> dict[str, Any]:
        if isinstance(raw, str):
            raise errors.invalid("Invalid object", at)
        return {
            CurrencyCode().read(code, at): self.of.read(value, f"{at}[{code}]")
            for code, value in raw.items()
        }


@dataclass(frozen=True, slots=True)
class Percent:
    """A number up to 100 with at most four decimals; whole ones read as `int`."""

    above_zero: bool = False

    def read(self, raw: Raw, at: str) -> float:
        try:
            number = Decimal(raw) if isinstance(raw, str) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or round(number, 4) != number:
            raise errors.invalid(f"Invalid decimal: {raw}", at)
        if number > 100 or number < 0 or (self.above_zero and number == 0):  # noqa: PLR2004 - per cent
            low = "greater than 0" if self.above_zero else "at least 0"
            raise errors.invalid(f"This value must be {low} and at most 100.", at)
        return int(number) if number == number.to_integral_value() else float(number)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Seconds since the epoch, or one of these words."""

    words: Mapping[str, Any]

    def read(self, raw: Raw, at: str) -> Any:
        if isinstance(raw, str) and raw in self.words:
            return self.words[raw]
        return Whole(0).read(raw, at)


@dataclass(frozen=True, slots=True)
class Emptied:
    """A hash that an empty value unsets: it reads as None."""

    of: Kind

    def read(self, raw: Raw, at: str) -> Any:
        return None if raw == "" else self.of.read(raw, at)
