from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.parties import Regime
from shared.domain.tax import TaxCategory, TaxTreatment
from shared.domain.tax_facts import TaxFacts
from shared.domain.tax_mapping import RULES, Unmappable, Why, treatment_of
from shared.domain.tax_territory import vat_country

HOME = TaxFacts(
    reason="standard_rated",
    percent=Decimal(19),
    rate_country="DE",
    tax_type="vat",
    is_goods=True,
    seller_country="DE",
    buyer_country="DE",
)


def untaxed(reason: str, **changes: Any) -> TaxFacts:
    return replace(HOME, reason=reason, percent=Decimal(), **changes)


def category_of(facts: TaxFacts) -> tuple[str, str]:
    found = treatment_of(facts)
    assert isinstance(found, TaxTreatment)
    return found.category.value, found.exemption


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(HOME, ("S", ""), id="at-home"),
        pytest.param(replace(HOME, reason="reduced_rated"), ("S", ""), id="reduced"),
        pytest.param(replace(HOME, reason="", tax_type=""), ("S", ""), id="rate-made-by-hand"),
        pytest.param(untaxed("zero_rated"), ("Z", ""), id="zero"),
        pytest.param(
            untaxed("zero_rated", buyer_country="US"), ("G", "VATEX-EU-G"), id="zero-and-abroad"
        ),
        pytest.param(untaxed("product_exempt"), ("E", ""), id="exempt-product"),
        pytest.param(untaxed("customer_exempt"), ("E", ""), id="exempt-customer"),
        pytest.param(
            untaxed(
                "reverse_charge", is_goods=False, buyer_country="FR", buyer_vat_id="FR40303265045"
            ),
            ("AE", "VATEX-EU-AE"),
            id="services-to-a-business",
        ),
        pytest.param(
            untaxed("reverse_charge", buyer_vat_id="DE123456789"),
            ("AE", "VATEX-EU-AE"),
            id="reverse-charge-at-home",
        ),
        pytest.param(
            untaxed("reverse_charge", buyer_country="GR", buyer_vat_id="EL094259216"),
            ("K", "VATEX-EU-IC"),
            id="goods-to-a-business",
        ),
        pytest.param(
            untaxed("not_collecting", buyer_country="US"), ("G", "VATEX-EU-G"), id="export"
        ),
        pytest.param(
            untaxed("not_subject_to_tax", buyer_country="CH"), ("G", "VATEX-EU-G"), id="export-ch"
        ),
        pytest.param(
            untaxed("not_collecting", buyer_country="US", is_goods=False),
            ("O", "VATEX-EU-O"),
            id="services-outside",
        ),
        pytest.param(untaxed("not_subject_to_tax"), ("O", "VATEX-EU-O"), id="voucher"),
    ],
)
def test_a_reason_becomes_a_category(facts: TaxFacts, expected: tuple[str, str]) -> None:
    assert category_of(facts) == expected


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        pytest.param(
            replace(HOME, tax_type="sales_tax", rate_country="US", buyer_country="US"),
            Why.FOREIGN_TAX,
            id="sales-tax",
        ),
        pytest.param(
            replace(HOME, rate_country="GB", buyer_country="GB"), Why.FOREIGN_TAX, id="british-vat"
        ),
        pytest.param(
            untaxed("not_collecting", buyer_country="FR"), Why.NOT_REGISTERED, id="no-oss"
        ),
        pytest.param(
            untaxed("reverse_charge", buyer_country="FR"), Why.NO_BUYER_VAT_ID, id="no-vat-id"
        ),
        pytest.param(
            untaxed("reverse_charge", buyer_country="FR", buyer_vat_id="DE123456789"),
            Why.NO_BUYER_VAT_ID,
            id="vat-id-of-the-sellers-state",
        ),
        pytest.param(untaxed("not_supported"), Why.UNKNOWN_REASON, id="not-supported"),
        pytest.param(untaxed("a_reason_of_next_year"), Why.UNKNOWN_REASON, id="unheard-of"),
        pytest.param(
            untaxed("zero_rated", seller_country="US"), Why.UNTAXED_ABROAD, id="seller-abroad"
        ),
        pytest.param(
            replace(HOME, regime=Regime.SMALL_BUSINESS),
            Why.SMALL_BUSINESS_CHARGED,
            id="small-and-charged",
        ),
    ],
)
def test_what_has_no_category_is_named_and_still_printed(facts: TaxFacts, why: Why) -> None:
    found = treatment_of(facts)

    assert isinstance(found, Unmappable)
    assert found.why is why
    assert found.treatment.category is TaxCategory.OTHER
    assert found.treatment.percent == facts.percent
    assert found.treatment.exemption == why


def test_the_one_stop_shop_is_taxed_at_the_rate_of_the_buyers_state() -> None:
    sold = replace(HOME, percent=Decimal("25.5"), rate_country="FI", buyer_country="FI")

    assert treatment_of(sold) == TaxTreatment(
        category=TaxCategory.STANDARD, percent=Decimal("25.5"), country="FI"
    )


@pytest.mark.parametrize(("country", "code"), [("DE", ""), ("FR", "VATEX-FR-FRANCHISE")])
def test_a_small_business_is_exempt_in_its_own_state_wherever_it_sells(
    country: str, code: str
) -> None:
    facts = untaxed(
        "not_collecting",
        seller_country=country,
        buyer_country="US",
        regime=Regime.SMALL_BUSINESS,
    )

    found = treatment_of(facts)

    assert isinstance(found, TaxTreatment)
    assert (found.category.value, found.exemption) == ("E", code)


def test_a_seller_outside_the_union_charges_the_tax_of_its_own_country() -> None:
    swiss = replace(HOME, seller_country="CH", rate_country="CH", buyer_country="CH")

    assert category_of(swiss) == ("S", "")


def test_every_rule_names_its_source_and_decides_something() -> None:
    assert all(rule.source for rule in RULES)
    assert RULES[-1].gives is Why.UNKNOWN_REASON
    assert not RULES[-1].reasons


@given(
    st.builds(
        TaxFacts,
        reason=st.sampled_from(sorted({reason for rule in RULES for reason in rule.reasons})),
        percent=st.sampled_from([Decimal(), Decimal(7), Decimal("25.5")]),
        rate_country=st.sampled_from(["DE", "FR", "US", ""]),
        tax_type=st.sampled_from(["vat", "gst", ""]),
        is_goods=st.booleans(),
        seller_country=st.sampled_from(["DE", "GR", "US"]),
        regime=st.sampled_from(Regime),
        buyer_country=st.sampled_from(["DE", "FR", "GR", "US"]),
        buyer_vat_id=st.sampled_from(["", "FR40303265045", "EL094259216", "123"]),
    )
)
def test_tax_is_charged_exactly_where_the_category_says_so(facts: TaxFacts) -> None:
    found = treatment_of(facts)
    treatment = found.treatment if isinstance(found, Unmappable) else found

    assert treatment.percent == facts.percent
    if treatment.category in {TaxCategory.REVERSE_CHARGE, TaxCategory.INTRA_COMMUNITY}:
        assert facts.buyer_vat_id
    if treatment.category is TaxCategory.INTRA_COMMUNITY:
        assert vat_country(facts.buyer_vat_id) != facts.seller_country
    if treatment.category is TaxCategory.STANDARD:
        assert treatment.percent > 0
    assert (treatment.percent > 0) <= (treatment.category in {"S", "other"})
