from __future__ import annotations

from decimal import Decimal

import pytest

from shared.adapters.invoice_document.legal import (
    exemption_note,
    law,
    small_business_note,
    tax_name,
    vatex,
)
from shared.domain.tax import TaxCategory, TaxTreatment
from shared.domain.tax_territory import MEMBER_STATES

REVERSED = "Steuerschuldnerschaft des Leistungsempfängers"
SUPPLIED = "Exempt intra-Community supply / Veroton yhteisömyynti"
OF_THE_DIRECTIVE = "of Directive 2006/112/EC"


def treated(category: TaxCategory, exemption: str = "", percent: str = "0") -> TaxTreatment:
    return TaxTreatment(category=category, percent=Decimal(percent), exemption=exemption)


@pytest.mark.parametrize(
    ("category", "exemption", "seller", "language", "note"),
    [
        ("AE", "VATEX-EU-AE", "IE", "en", f"Reverse charge, Art. 196 {OF_THE_DIRECTIVE}"),
        ("AE", "", "DE", "de", f"{REVERSED}, Art. 196 der Richtlinie 2006/112/EG"),
        ("AE", "", "DE", "en", f"Reverse charge / {REVERSED}, Art. 196 {OF_THE_DIRECTIVE}"),
        ("K", "VATEX-EU-IC", "FI", "en", f"{SUPPLIED}, Art. 138 {OF_THE_DIRECTIVE}"),
        ("G", "VATEX-EU-G", "IE", "en", f"Export, exempt from tax, Art. 146 {OF_THE_DIRECTIVE}"),
        ("G", "", "GB", "en", "Export, exempt from tax"),
        ("E", "VATEX-EU-132-1F", "IE", "en", f"Exempt from tax, Art. 132(1)(f) {OF_THE_DIRECTIVE}"),
        ("E", "VATEX-EU-79-C", "IE", "en", f"Exempt from tax, Art. 79(c) {OF_THE_DIRECTIVE}"),
        (
            "E",
            "VATEX-EU-143-1FA",
            "IE",
            "en",
            f"Exempt from tax, Art. 143(1)(fa) {OF_THE_DIRECTIVE}",
        ),
        ("E", "", "IE", "en", "Exempt from tax"),
        ("O", "VATEX-EU-O", "IE", "en", "Outside the scope of tax"),
        ("S", "", "DE", "de", ""),
        ("Z", "", "DE", "de", ""),
        ("other", "foreign_tax", "DE", "de", ""),
    ],
)
def test_why_no_tax_is_charged_is_said_in_the_readers_and_the_states_language(
    category: str, exemption: str, seller: str, language: str, note: str
) -> None:
    treatment = treated(TaxCategory(category), exemption)

    assert exemption_note(treatment, seller_country=seller, language=language) == note


def test_the_code_of_the_sale_goes_before_that_of_its_category() -> None:
    assert vatex(treated(TaxCategory.INTRA_COMMUNITY)) == "VATEX-EU-IC"
    assert vatex(treated(TaxCategory.EXEMPT, "VATEX-EU-132-1F")) == "VATEX-EU-132-1F"
    assert not vatex(treated(TaxCategory.STANDARD, percent="19"))


def test_a_small_business_speaks_the_words_of_its_state() -> None:
    assert small_business_note("DE", "de") == "Steuerbefreiung für Kleinunternehmer gemäß § 19 UStG"
    assert small_business_note("FR", "en") == (
        "No tax charged: small business / TVA non applicable, art. 293 B du CGI"
    )
    assert small_business_note("US", "en") == "No tax charged: small business"


def test_a_state_calls_its_tax_by_its_own_name() -> None:
    assert [tax_name(state) for state in ("SE", "US", "AU", "JP", "")] == [
        *("vat", "sales_tax", "gst", "consumption_tax", "vat"),
    ]


def test_every_member_states_reverse_charge_words_are_known_in_its_language() -> None:
    known = law().category[TaxCategory.REVERSE_CHARGE].words
    spoken = {law().state_language[state] for state in MEMBER_STATES - {"IE", "MT"}}

    assert spoken <= known.keys()
