"""What each kind of document says, read back from the finished document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.adapters.invoice_document.document import render_invoice
from shared.adapters.invoice_document.languages import LANGUAGES
from shared.adapters.invoice_document.payment_code import payload
from shared.adapters.invoice_document.samples import samples
from shared.adapters.invoice_document.terms import Terms
from shared.domain.address import Address
from shared.domain.money import Money
from shared.domain.parties import BankAccount, Seller
from shared.domain.supply import Supply
from tests.adapters.invoice_document.reading import text_of
from tests.adapters.invoice_document.scenes import SCENES, seller_with_a_bank
from tests.builders.invoices import a_line, a_numbered_invoice, a_seller

DUE = Terms(due_on=date(2026, 12, 22))


def read(kind: str, language: str, seller: Seller | None = None) -> str:
    sample = samples(seller or seller_with_a_bank(), language, percents=("25", "6"))[kind]
    return text_of(render_invoice(sample.invoice, terms=sample.terms))


@pytest.mark.parametrize(
    ("kind", "language", "said"),
    [
        ("credit-note", "en", "Corrects invoice INV-2026-000123 of 22 November 2026"),
        ("credit-note", "en", "Refunded on 1 December 2026"),
        ("credit-note", "en", "Total credited €178.00"),
        ("credit-note", "de", "Berichtigt Rechnung INV-2026-000123 vom 22. November 2026"),
        ("credit-note", "de", "Rechnungskorrektur CN-2026-000007"),
        ("reversal", "en", "Reverses credit note CN-2026-000007 of 1 December 2026"),
        ("reversal", "fr", "Annule la facture d\u2019avoir CN-2026-000007 du 1 décembre 2026"),
        ("reverse-charge", "de", "USt-IdNr. FR40303265045"),
        ("reverse-charge", "de", "Papeterie SARL Jana Weiß Kastanienallee 42"),
        ("reverse-charge", "it", "Inversione contabile / Omvänd betalningsskyldighet"),
        ("invoice", "en", "Discount \N{MINUS SIGN}20.00"),
        ("invoice", "en", "Discounts included: €20.00."),
        ("invoice", "de", "Netto 359,68\u00a0€".replace("\u00a0", " ")),
        ("invoice", "sv", "Priser inklusive moms"),
        ("unpaid", "en", "IBAN SE45 5000 0000 0583 9825 7466 BIC ESSESESS"),
        ("unpaid", "en", "Due date 22 December 2026"),
        ("unpaid", "en", "Amount due €434.00"),
    ],
)
def test_a_document_says(kind: str, language: str, said: str) -> None:
    assert said in read(kind, language)


def test_what_is_paid_asks_for_nothing_and_shows_the_end_of_the_card() -> None:
    text = read("invoice", "en")

    assert "Paid on 22 November 2026 •••• 4242 €434.00 Amount due €0.00" in text
    assert "IBAN" not in text


def test_money_that_is_due_was_not_paid() -> None:
    text = read("unpaid", "en")

    assert "Paid on" not in text
    assert "Payment reference" not in text
    assert "4242" not in text


def test_the_payment_code_is_what_a_bank_reads() -> None:
    account = BankAccount(iban="SE4550000000058398257466", bic="ESSESESS")

    text = payload(
        account, holder="N" * 99, amount=Money(434_00, "eur"), reference="INV-2026-000123"
    )

    assert text.split("\n") == [
        *("BCD", "002", "1", "SCT", "ESSESESS", "N" * 70, "SE4550000000058398257466"),
        *("EUR434.00", "", "", "INV-2026-000123"),
    ]


def test_another_currency_than_the_euro_has_bank_details_but_no_code() -> None:
    seller = seller_with_a_bank()
    euros = a_numbered_invoice(seller=seller)
    crowns = a_numbered_invoice(a_line(unit=Money(899_00, "sek")), seller=seller)

    assert b"/Alt" in render_invoice(euros, terms=DUE)
    assert b"/Alt" not in render_invoice(crowns, terms=DUE)
    assert "IBAN" in text_of(render_invoice(crowns, terms=DUE))


def test_a_seller_without_a_bank_account_still_says_what_is_due() -> None:
    text = text_of(render_invoice(a_numbered_invoice(seller=a_seller()), terms=DUE))

    assert "Due on 22 December 2026" in text
    assert "IBAN" not in text


def test_goods_that_went_elsewhere_say_where_and_when() -> None:
    invoice = a_numbered_invoice()
    there = Address(line1="Rua Augusta 9", city="Lisboa", postal_code="1100-053", country="PT")
    supply = Supply(on=date(2026, 11, 20), until=date(2026, 11, 21), to=there)
    sold = replace(invoice.snapshot, supply=supply)

    text = text_of(render_invoice(replace(invoice, snapshot=sold)))

    assert "Date of supply 20 November 2026 \N{EN DASH} 21 November 2026" in text
    assert "Delivered to Rua Augusta 9 1100-053 Lisboa Portugal" in text


def test_america_gets_a_receipt_with_sales_tax_on_letter_paper() -> None:
    job = SCENES["receipt-us"]()

    view = job.view(str)

    assert (view["title"], view["tax"], view["paper"]) == ("Receipt", "Sales tax", "us-letter")
    assert "VAT" not in str(view["lines"]) + str(view["totals"]) + str(view["small_print"])


def test_a_tax_invoice_is_called_so_where_the_law_wants_it() -> None:
    abroad = replace(a_seller(), address=Address(line1="1 George St", city="Sydney", country="AU"))

    assert "Tax invoice INV-2026-000123" in read("invoice", "en", abroad)
    assert "GST summary" in read("invoice", "en", abroad)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["invoice", "unpaid", "credit-note", "reversal", "reverse-charge"])
def test_every_kind_is_set_in_every_language(kind: str, language: str) -> None:
    sample = samples(seller_with_a_bank(), language, percents=("25", "6"))[kind]

    pdf = render_invoice(sample.invoice, terms=sample.terms)

    assert pdf.startswith(b"%PDF-1.7")
    assert len(pdf) <= 120_000
    assert "□" not in text_of(pdf)
