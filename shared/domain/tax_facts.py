"""What is known about the tax on one line: the provider's words, and who trades with whom."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shared.domain.parties import Regime
from shared.domain.tax_territory import MEMBER_STATES, is_intra_community, vat_country


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxFacts:
    reason: str  # the provider's `taxability_reason`, such as `standard_rated`
    percent: Decimal  # what was applied, not what the statute says
    rate_country: str  # whose tax it is
    tax_type: str  # `vat`, `gst`, `sales_tax` …; empty on a rate that the merchant made by hand
    is_goods: bool
    seller_country: str
    regime: Regime = Regime.STANDARD
    buyer_country: str  # where goods go to, else where the buyer is
    buyer_vat_id: str = ""

    @property
    def sells_from_union(self) -> bool:
        return self.seller_country in MEMBER_STATES

    @property
    def leaves_union(self) -> bool:
        return self.sells_from_union and self.buyer_country not in MEMBER_STATES

    @property
    def crosses_border(self) -> bool:
        """From one member state to another."""
        return is_intra_community(self.seller_country, self.buyer_country)

    @property
    def is_own_vat(self) -> bool:
        """VAT of the Union, or of the seller's own country outside it."""
        at_home = self.rate_country == self.seller_country
        union = self.sells_from_union and self.rate_country in MEMBER_STATES
        return self.tax_type in {"vat", ""} and (at_home or union)

    @property
    def buyer_is_registered_abroad(self) -> bool:
        """By a VAT id of another member state than the seller's (Art. 138(1)(b))."""
        return is_intra_community(self.seller_country, vat_country(self.buyer_vat_id))
