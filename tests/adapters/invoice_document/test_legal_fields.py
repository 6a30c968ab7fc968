"""What Article 226 of Directive 2006/112/EC asks for, read back from the finished document."""

from __future__ import annotations

import pytest

from shared.adapters.invoice_document.document import render_invoice
from shared.domain.money import CURRENCIES, Money
from tests.adapters.invoice_document.reading import text_of
from tests.builders.invoices import a_line, a_numbered_invoice


@pytest.fixture(scope="module")
def text() -> str:
    book = a_line(
        "A Short Book of Long Light",
        description="Clothbound",
        quantity=3,
        unit=Money(29_00, "eur"),
        vat_percent="6",
    )
    return text_of(render_invoice(a_numbered_invoice(a_line(), book)))


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("Date of issue 22 November 2026", id="1-issue-date"),
        pytest.param("Invoice INV-2026-000123", id="2-sequential-number"),
        pytest.param("VAT ID SE556677889901", id="3-vat-number-of-the-seller"),
        pytest.param("Nordljus Press AB Hornsgatan 58 118 21 Stockholm Sweden", id="5-seller"),
        pytest.param("Jana Weiß Kastanienallee 42 10435 Berlin Germany", id="5-customer"),
        pytest.param("A Short Book of Long Light Clothbound 3", id="6-nature-and-quantity"),
        pytest.param("Date of supply and payment 22 November 2026", id="7-date-of-supply"),
        pytest.param("25% 71.20 17.80 89.00", id="8-9-10-per-rate"),
        pytest.param("6% 82.08 4.92 87.00", id="8-9-10-per-reduced-rate"),
        pytest.param("29.00 net 27.36", id="8-unit-price-without-vat"),
        pytest.param("Net €153.28 VAT €22.72 Total €176.00", id="10-totals"),
        pytest.param("Org. no. 556677-8899", id="registration"),
        pytest.param("Order ord_7f3kq2m9x4v1c8r5t6w0y2z3ab", id="order"),
        pytest.param("Paid on 22 November 2026", id="paid"),
        pytest.param("pi_3SVkWq2eZvKYlo2C1a7dXm9P", id="payment"),
        pytest.param("Amount due €0.00", id="nothing-due"),
        pytest.param("Page 1 of 1", id="page"),
    ],
)
def test_the_document_states(text: str, field: str) -> None:
    assert field in text


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_currency_is_printed_with_its_own_digits(currency: str) -> None:
    line = a_line(unit=Money(1_234_500, currency))

    text = text_of(render_invoice(a_numbered_invoice(line)))

    assert f"{line.unit.decimal():,f}" in text
    assert f"Amounts in {currency.upper()}." in text
