"""Writes values in the language of one document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.adapters import formatting
from shared.adapters.invoice_document.wording import TaxWords, Wording
from shared.domain.money import Money

Clean = Callable[[str], str]

_LEFT_TO_RIGHT, _RIGHT_TO_LEFT, _END = "\u2066", "\u2067", "\u2069"  # isolates (UAX 9)
# From the first to the last letter or digit between two that are written from right to left.
_FOREIGN = re.compile(r"[^\W\u0590-\u08ff](?:[^\u0590-\u08ff]*[^\W\u0590-\u08ff])?")
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))  # CLDR's own; the isolates do their work


@dataclass(frozen=True, slots=True)
class Pen:
    wording: Wording
    locale: str  # CLDR
    tax: TaxWords
    clean: Clean  # for everything that people typed

    def amount(self, money: Money) -> str:
        return formatting.amount(money, self.locale).translate(_MARKS)

    def digits(self, money: Money) -> str:
        return formatting.digits(money, self.locale).translate(_MARKS)

    def percent(self, value: Decimal) -> str:
        return formatting.percent(value, self.locale).translate(_MARKS)

    def exact(self, value: Decimal) -> str:
        return formatting.exact(value, self.locale)

    def count(self, number: int) -> str:
        return formatting.count(number, self.locale)

    def day(self, on: date) -> str:
        return formatting.day(on, self.locale)

    def country(self, code: str) -> str:
        return formatting.country(code, self.locale)

    def isolated(self, identifier: str) -> str:
        """Numbers and codes read from left to right, also within Arabic."""
        if not self.wording.is_right_to_left:
            return identifier
        return _LEFT_TO_RIGHT + identifier + _END

    def kept_whole(self, phrase: str) -> str:
        """Words of the document's own language, such as a date, beside what is `isolated`."""
        if not self.wording.is_right_to_left:
            return phrase
        return _RIGHT_TO_LEFT + phrase + _END

    def sentence(self, text: str) -> str:
        """Words of another direction keep their own order within it."""
        if not self.wording.is_right_to_left:
            return text
        return _FOREIGN.sub(lambda found: self.isolated(found.group()), text)
