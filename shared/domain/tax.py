"""How a line is taxed, in the terms of EN 16931 (code list UNTDID 5305)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shared.domain.parties import Regime


class TaxCategory(StrEnum):
    STANDARD = "S"  # any rate above zero
    ZERO_RATED = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"
    OTHER = "other"  # EN 16931 has none for it: such a document has no structured form


_SMALL_ENTERPRISE_CODES = {"FR": "VATEX-FR-FRANCHISE"}  # CEF code list VATEX; other states: none


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxTreatment:
    """Lines of one treatment make one row of the tax summary."""

    category: TaxCategory
    percent: Decimal  # 0 for every category but `S` and `other`
    country: str = ""  # whose tax it is, ISO 3166-1 alpha-2
    exemption: str = ""  # VATEX code where the category alone does not say it; why it is `other`

    @property
    def order(self) -> tuple[Decimal, str, str, str]:
        """Highest rate first, then what is not taxed."""
        return -self.percent, self.category.value, self.country, self.exemption


def small_enterprise(country: str) -> TaxTreatment:
    """Exempt by the scheme of the seller's state (Art. 284 of 2006/112/EC)."""
    return TaxTreatment(
        category=TaxCategory.EXEMPT,
        percent=Decimal(),
        country=country,
        exemption=_SMALL_ENTERPRISE_CODES.get(country, ""),
    )


def catalog_rate(percent: Decimal, country: str, regime: Regime = Regime.STANDARD) -> TaxTreatment:
    """The seller's own tax at a rate of the catalog; a rate of zero is zero-rated."""
    if regime is Regime.SMALL_BUSINESS:
        return small_enterprise(country)
    category = TaxCategory.STANDARD if percent else TaxCategory.ZERO_RATED
    return TaxTreatment(category=category, percent=percent, country=country)
