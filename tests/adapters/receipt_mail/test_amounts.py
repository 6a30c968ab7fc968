from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from shared.domain.exchange import ExchangeRate
from shared.domain.invoice import Invoice
from shared.domain.invoice_lines import InvoiceLine, taxes_of
from shared.domain.money import Money, zero
from shared.domain.tax import TaxCategory, TaxTreatment
from tests.adapters.receipt_mail.letters import a_letter, text_of
from tests.adapters.receipt_mail.page import page_of
from tests.builders.invoices import a_buyer, a_line, a_numbered_invoice, a_seller

PLAIN = a_numbered_invoice(a_line(quantity=2), a_line("A Book", vat_percent="6"))


def untaxed(category: TaxCategory) -> Invoice:
    treatment = TaxTreatment(category=category, percent=Decimal(0))
    return sold(
        *(
            replace(line, tax=zero("eur"), treatment=treatment)
            for line in a_numbered_invoice().snapshot.lines
        )
    )


def sold(*lines: InvoiceLine) -> Invoice:
    invoice = a_numbered_invoice()
    snapshot = replace(invoice.snapshot, lines=lines, taxes=taxes_of(lines))
    return replace(invoice, snapshot=snapshot)


def reduced() -> Invoice:
    """200 euros less 22."""
    (line,) = a_numbered_invoice(a_line(unit=Money(100_00, "eur"), quantity=2)).snapshot.lines
    return sold(replace(line, gross=Money(178_00, "eur"), tax=Money(35_60, "eur")))


def in_kronor() -> Invoice:
    rate = ExchangeRate(currency="sek", rate=Decimal(11), published_on=date(2026, 11, 20))
    invoice = a_numbered_invoice()
    return replace(invoice, snapshot=replace(invoice.snapshot, exchange=rate))


@pytest.mark.parametrize(
    ("document", "name", "value"),
    [
        (PLAIN, "VAT 25%", "€35.60"),
        (PLAIN, "VAT 6%", "€5.04"),
        (PLAIN, "Net", "€226.36"),
        (untaxed(TaxCategory.REVERSE_CHARGE), "Reverse charge", "€0.00"),
        (untaxed(TaxCategory.EXPORT), "Export, exempt from tax", "€0.00"),
        (in_kronor(), "VAT in SEK", "SEK\N{NO-BREAK SPACE}195.80"),
    ],
)
def test_tax_is_told_apart_as_on_the_document(document: Invoice, name: str, value: str) -> None:
    assert f"\n{name}: {value}\n" in text_of(a_letter(document))
    assert " ".join(f"{name} {value}".split()) in page_of(document).text


def test_what_was_taken_off_a_line_stands_beside_it() -> None:
    page = page_of(reduced())

    assert "2 × €100.00 Discount −€22.00 €178.00" in page.text  # noqa: RUF001 - the signs are meant
    assert "  Discount −€22.00\n" in text_of(a_letter(reduced()))  # noqa: RUF001 - the sign is meant
    order = json.loads(page.machine)
    assert (order["price"], order["discount"], order["discountCurrency"]) == (
        "178.00",
        "22.00",
        "EUR",
    )


def test_no_discount_is_spoken_of_where_there_was_none() -> None:
    page = page_of(PLAIN)

    assert "Discount" not in page.text
    assert "discount" not in json.loads(page.machine)


def test_a_company_is_billed_and_its_contact_is_named() -> None:
    buyer = replace(a_buyer(), business_name="Weiß & Töchter\nGmbH")

    assert "Billed to: Weiß & Töchter GmbH, Jana Weiß\n" in text_of(
        a_letter(a_numbered_invoice(buyer=buyer))
    )


def test_a_seller_without_numbers_leaves_no_gap() -> None:
    seller = replace(a_seller(), vat_id="", registration="", website="")

    _, footer = text_of(a_letter(a_numbered_invoice(seller=seller))).split("-- \n")

    assert footer.splitlines()[:2] == [
        "Nordljus Press AB · Hornsgatan 58 · 118 21 Stockholm · Sweden",
        "hello@nordljus.example",
    ]
