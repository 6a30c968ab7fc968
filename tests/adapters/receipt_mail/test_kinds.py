from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.receipt_mail.kinds import FILES, KINDS
from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.mail_fact import MailFact
from shared.domain.money import Money
from tests.adapters.receipt_mail.letters import (
    PDF,
    a_credit_note,
    a_letter,
    a_reversal,
    html_of,
    subject_of,
    text_of,
)
from tests.adapters.receipt_mail.page import Page, page_of
from tests.builders.invoices import a_buyer, a_line, a_numbered_invoice

INVOICE = a_numbered_invoice(a_line(), a_line("Quiet Fjord", unit=Money(49_00, "eur")))
REFUND = a_credit_note(INVOICE, Money(40_00, "eur"))
FAILED = a_reversal(REFUND)


def test_every_fact_and_every_kind_of_document_has_its_row() -> None:
    assert KINDS.keys() == set(MailFact) - {MailFact.RESENT}
    assert FILES.keys() == set(DocumentKind)


@pytest.mark.parametrize(
    ("document", "subject"),
    [
        (INVOICE, "Your receipt from Nordljus Press (INV-2026-000123)"),
        (REFUND, "Your refund from Nordljus Press (CN-2026-000007)"),
        (FAILED, "Your refund from Nordljus Press could not be delivered (RV-2026-000001)"),
    ],
)
def test_the_subject_says_what_happened(document: Invoice, subject: str) -> None:
    assert subject_of(a_letter(document)) == subject


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (INVOICE, "Invoice-INV-2026-000123.pdf"),
        (REFUND, "Credit-note-CN-2026-000007.pdf"),
        (FAILED, "Reversal-RV-2026-000001.pdf"),
    ],
)
def test_the_document_is_attached_under_its_own_name(document: Invoice, name: str) -> None:
    (pdf,) = a_letter(document).iter_attachments()

    assert (pdf.get_filename(), pdf.get_content()) == (name, PDF)


@pytest.mark.parametrize(
    "fact",
    [
        "We have sent €40.00 back to you.",
        "Attached as a PDF: Credit note CN-2026-000007",
        "Corrects invoice INV-2026-000123 of 22 November 2026",
        "Total credited",
        "Refunded on 1 December 2026",
    ],
)
def test_a_refund_names_its_amount_its_day_and_the_invoice_it_corrects(fact: str) -> None:
    assert fact in text_of(a_letter(REFUND))
    assert fact in page_of(REFUND).text


@pytest.mark.parametrize(
    "fact",
    [
        "Our refund of €40.00 could not be delivered to you.",
        "The invoiced amount stands again.",
        "we will get in touch with you",
        "Reverses credit note CN-2026-000007 of 1 December 2026",
        "Total reversed",
        "Refund failed on 4 December 2026",
    ],
)
def test_a_failed_refund_says_that_the_amount_stands_and_who_acts_next(fact: str) -> None:
    assert fact in text_of(a_letter(FAILED))
    assert fact in page_of(FAILED).text


@pytest.mark.parametrize("document", [REFUND, FAILED])
def test_what_is_no_order_says_nothing_of_an_order_to_mail_programs(document: Invoice) -> None:
    assert "ld+json" not in html_of(a_letter(document))


@pytest.mark.parametrize("document", [REFUND, FAILED])
def test_nobody_is_thanked_for_an_order_that_was_taken_back(document: Invoice) -> None:
    letter = a_letter(document)

    assert "Thank you" not in text_of(letter) + html_of(letter)
    assert "Paid on" not in text_of(letter) + html_of(letter)


@pytest.mark.parametrize("document", [INVOICE, REFUND, FAILED])
def test_the_html_of_every_kind_is_well_formed(document: Invoice) -> None:
    assert Page(html_of(a_letter(document))).open == []


def test_a_refund_goes_to_the_same_buyer_in_the_same_language() -> None:
    buyer = replace(a_buyer(), language="sv")

    letter = a_letter(a_credit_note(a_numbered_invoice(buyer=buyer)))

    assert letter["To"] == "jana@weiss.example"
    assert "Krediterar faktura INV-2026-000123" in text_of(letter)
