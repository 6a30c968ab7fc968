"""How a line is taxed, in the terms of EN 16931 (code list UNTDID 5305)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class TaxCategory(StrEnum):
    STANDARD = "S"  # any rate above zero
    ZERO_RATED = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxTreatment:
    """Lines of one treatment make one row of the tax summary."""

    category: TaxCategory
    percent: Decimal  # 0 for every category but `S`
    country: str = ""  # whose tax it is, ISO 3166-1 alpha-2
    exemption: str = ""  # VATEX code, for categories that need a reason

    @property
    def order(self) -> tuple[Decimal, str, str, str]:
        """Highest rate first, then what is not taxed."""
        return -self.percent, self.category.value, self.country, self.exemption


def standard_rate(percent: Decimal, country: str) -> TaxTreatment:
    """The seller's own tax at a rate of the catalog; a rate of zero is zero-rated."""
    category = TaxCategory.STANDARD if percent else TaxCategory.ZERO_RATED
    return TaxTreatment(category=category, percent=percent, country=country)
