"""The tax of a document in the currency of the state, whole and in parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.exchange import ExchangeRate
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.money import Money, zero
from shared.usecases.export_year.stated_tax import is_unstated, stated_parts, stated_tax
from tests.builders.invoices import a_line, a_seller, an_invoice

SWEDISH = replace(a_seller(), accounting_currency="")  # kronor, by its state


def exchanged(sold: InvoiceSnapshot, rate: str, into: str = "sek") -> InvoiceSnapshot:
    exchange = ExchangeRate(
        currency=into, rate=Decimal(rate), published_on=date(2026, 11, 20), source="ECB"
    )
    return replace(sold, exchange=exchange)


def test_the_whole_is_converted_and_what_rounding_leaves_goes_to_one_part() -> None:
    lines = [a_line(unit=Money(1_00, "eur"), vat_percent=percent) for percent in ("25", "12", "6")]

    sold = exchanged(an_invoice(*lines).snapshot, "10.9845")

    assert [row.tax.minor for row in sold.taxes] == [20, 11, 6]
    assert stated_tax(sold) == Money(406, "sek")  # 37 cents at 10.9845 are 406.43
    assert [part.minor for part in stated_parts(sold)] == [219, 121, 66]  # 219.46 120.70 65.84


@given(
    prices=st.lists(
        st.tuples(st.integers(1, 10**7), st.sampled_from(["25", "12", "6", "0"])),
        min_size=1,
        max_size=6,
    ),
    rate=st.decimals("0.0001", "500", places=10),
    into=st.sampled_from(["sek", "jpy", "kwd"]),
)
def test_the_parts_add_up_to_the_tax_that_the_document_states(
    prices: list[tuple[int, str]], rate: Decimal, into: str
) -> None:
    lines = [a_line(unit=Money(minor, "eur"), vat_percent=percent) for minor, percent in prices]
    sold = exchanged(an_invoice(*lines).snapshot, str(rate), into)

    parts = stated_parts(sold)

    assert sum(part.minor for part in parts) == stated_tax(sold).minor
    assert {part.currency for part in parts} == {into}
    assert len(parts) == len(sold.taxes)
    if sold.tax.minor:
        assert stated_tax(sold) == sold.national_tax


def test_a_sale_in_the_currency_of_the_state_counts_with_its_own_tax() -> None:
    sold = an_invoice(a_line(), a_line(vat_percent="6")).snapshot

    assert stated_tax(sold) == sold.tax
    assert stated_parts(sold) == tuple(row.tax for row in sold.taxes)
    assert not is_unstated(sold)


def test_a_sale_without_tax_counts_with_nothing_in_the_currency_of_the_state() -> None:
    sold = an_invoice(a_line(vat_percent="0"), seller=SWEDISH).snapshot

    assert stated_tax(sold) == zero("sek")
    assert stated_parts(sold) == (zero("sek"),)
    assert not is_unstated(sold)


@pytest.mark.parametrize(("has_rate", "unstated"), [(False, True), (True, False)])
def test_tax_that_is_owed_in_another_currency_and_has_no_rate_is_unstated(
    has_rate: bool,  # noqa: FBT001 - a case of the table
    unstated: bool,  # noqa: FBT001 - a case of the table
) -> None:
    sold = an_invoice(seller=SWEDISH).snapshot
    sold = exchanged(sold, "11") if has_rate else sold

    assert is_unstated(sold) is unstated
    assert stated_tax(sold).currency == ("sek" if has_rate else "eur")
