"""Numbers and documents, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.domain.ids import InvoiceId
from shared.domain.invoice import Invoice, InvoiceStatus
from shared.domain.numbering import NumberRecord, SeriesHead
from tests.usecases.audit.books import Books, Case


def give_to_nobody(books: Books) -> None:
    record = next(iter(books.every(NumberRecord)))
    books.put(replace(record, invoice_id=InvoiceId("inv_" + "a" * 26)))


def forget_a_number(books: Books) -> None:
    books.shop.database.forget(NumberRecord, books.every(NumberRecord)[0].id)


def swap_dates(books: Books) -> None:
    early = books.every(Invoice)[0]
    books.put(replace(early, issue_date=early.issue_date + timedelta(days=9)))


NUMBER_CASES = (
    Case("2", "1 … 2 expected, 1 found", forget_a_number),
    Case(
        "2",
        "numbers of no known series",
        lambda books: books.put(NumberRecord("x", "OLD", 2019, 1, InvoiceId("inv_1"))),
    ),
    Case("2", "a number whose invoice does not carry it", give_to_nobody),
    Case(
        "2",
        "an invoice whose number is not registered",
        lambda books: books.put(replace(books.mine(Invoice), id=InvoiceId("inv_2"))),
    ),
    Case(
        "2",
        "1 … 8 expected, 2 found",
        lambda books: books.put(replace(books.every(SeriesHead)[0], next=9)),
    ),
    Case(
        "2",
        "still without a number",
        lambda books: books.change(Invoice, status=InvoiceStatus.WAITING),
    ),
    Case("3", "a later number with an earlier date", swap_dates),
    Case("13", "numbered, but no document", lambda books: books.change(Invoice, document=None)),
    Case(
        "13",
        "a document under another number",
        lambda books: books.change(
            Invoice, document=replace(books.document, name="invoices/2026/INV-2026-000009.pdf")
        ),
    ),
    Case(
        "13", "the document is gone", lambda books: books.shop.archive.forget(books.document.name)
    ),
    Case(
        "13",
        "not the document that was issued",
        lambda books: books.change(Invoice, document=replace(books.document, generation=99)),
    ),
    Case(
        "13",
        "the content has changed",
        lambda books: books.shop.archive.tamper(books.document.name, b"%PDF forged"),
    ),
)
