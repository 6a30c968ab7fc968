"""From the provider's reason for a tax to the category of EN 16931, as a table with sources.

The first rule that fits decides. "Art." is an article of Directive 2006/112/EC.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shared.domain.parties import Regime
from shared.domain.tax import TaxCategory, TaxTreatment, small_enterprise
from shared.domain.tax_facts import TaxFacts


class Why(StrEnum):
    """Why a line has no category. Its document is issued without a structured form."""

    FOREIGN_TAX = "foreign_tax"  # a sales tax or GST, or VAT of a country that is not ours
    NO_BUYER_VAT_ID = "no_buyer_vat_id"  # Art. 226(4) wants it wherever the buyer owes the tax
    CHARGED_ALL_THE_SAME = "charged_all_the_same"  # tax was taken, for a reason not to
    NOT_REGISTERED = "not_registered"  # sold into a member state without collecting: look at it
    SEVERAL_TAXES = "several_taxes"  # a line has one category, and so has its rate
    SMALL_BUSINESS_CHARGED = "small_business_charged"  # tax was taken that must not be
    UNTAXED_ABROAD = "untaxed_abroad"  # the grounds of a seller outside the Union are not known
    UNKNOWN_REASON = "unknown_reason"


@dataclass(frozen=True, slots=True)
class Unmappable:
    why: Why
    facts: TaxFacts

    @property
    def treatment(self) -> TaxTreatment:
        """What the document prints all the same: it was paid, so it must be issued."""
        return TaxTreatment(
            category=TaxCategory.OTHER,
            percent=self.facts.percent,
            country=self.facts.rate_country,
            exemption=self.why.value,
        )


@dataclass(frozen=True, slots=True)
class Gives:
    category: TaxCategory
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    when: Callable[[TaxFacts], bool]
    gives: Gives | Why
    source: str
    reasons: frozenset[str] = frozenset()  # empty: whatever the reason

    def fits(self, facts: TaxFacts) -> bool:
        return (not self.reasons or facts.reason in self.reasons) and self.when(facts)


_TAXED = frozenset(
    (
        *("standard_rated", "reduced_rated", "portion_standard_rated", "portion_reduced_rated"),
        *("proportionally_rated", "taxable_basis_reduced"),
        *("not_available", ""),  # a rate that the merchant made by hand has no reason
    )
)
_EXEMPT = frozenset({"product_exempt", "product_exempt_holiday", "customer_exempt"})
_NOT_TAXED = frozenset({"not_subject_to_tax", "not_collecting"})
_REVERSED = frozenset({"reverse_charge"})


def _always(_: TaxFacts) -> bool:
    return True


RULES = (
    Rule(lambda f: bool(f.percent) and not f.is_own_vat, Why.FOREIGN_TAX, "EN 16931-1, BT-151"),
    Rule(
        lambda f: f.regime is Regime.SMALL_BUSINESS and bool(f.percent),
        Why.SMALL_BUSINESS_CHARGED,
        "Art. 284",
    ),
    Rule(
        lambda f: f.regime is Regime.SMALL_BUSINESS,
        Gives(TaxCategory.EXEMPT),
        "Art. 284",
    ),
    # Also the One Stop Shop: the rate of the buyer's state (Art. 33, 58, 369b).
    Rule(lambda f: f.percent > 0, Gives(TaxCategory.STANDARD), "Art. 96-98", _TAXED),
    Rule(lambda f: f.percent > 0, Why.CHARGED_ALL_THE_SAME, "EN 16931-1, BT-151"),
    Rule(
        lambda f: not f.sells_from_union,
        Why.UNTAXED_ABROAD,
        "outside the Directive",
    ),
    Rule(
        lambda f: f.leaves_union and f.is_goods,
        Gives(TaxCategory.EXPORT, "VATEX-EU-G"),
        "Art. 146",
        _NOT_TAXED | _REVERSED | {"zero_rated"},
    ),
    Rule(
        lambda f: f.leaves_union,
        Gives(TaxCategory.OUT_OF_SCOPE, "VATEX-EU-O"),
        "Art. 44, 59",
        _NOT_TAXED | _REVERSED,
    ),
    Rule(_always, Why.NOT_REGISTERED, "Art. 33, 58", frozenset({"not_collecting"})),
    Rule(
        _always,
        Gives(TaxCategory.OUT_OF_SCOPE, "VATEX-EU-O"),
        "Art. 2",
        frozenset({"not_subject_to_tax"}),
    ),
    Rule(_always, Gives(TaxCategory.ZERO_RATED), "Art. 110", frozenset({"zero_rated"})),
    Rule(
        lambda f: not f.buyer_vat_id or (f.crosses_border and not f.buyer_is_registered_abroad),
        Why.NO_BUYER_VAT_ID,
        "Art. 226(4), 138(1)(b), 196",
        _REVERSED,
    ),
    Rule(
        lambda f: f.is_goods and f.crosses_border,
        Gives(TaxCategory.INTRA_COMMUNITY, "VATEX-EU-IC"),
        "Art. 138",
        _REVERSED,
    ),
    Rule(
        _always, Gives(TaxCategory.REVERSE_CHARGE, "VATEX-EU-AE"), "Art. 194, 196, 199", _REVERSED
    ),
    # The provider does not say which article exempts, so the ground stays without a code.
    Rule(_always, Gives(TaxCategory.EXEMPT), "Art. 226(11)", _EXEMPT),
    Rule(_always, Why.UNKNOWN_REASON, "EN 16931-1, BT-151"),
)


def treatment_of(facts: TaxFacts) -> TaxTreatment | Unmappable:
    gives = next(rule.gives for rule in RULES if rule.fits(facts))
    if isinstance(gives, Why):
        return Unmappable(gives, facts)
    if facts.regime is Regime.SMALL_BUSINESS:
        return small_enterprise(facts.seller_country)
    taxed = gives.category is TaxCategory.STANDARD
    return TaxTreatment(
        category=gives.category,
        percent=facts.percent if taxed else Decimal(),
        country=facts.rate_country or facts.seller_country,
        exemption=gives.exemption,
    )
