"""Files in the archive, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.invoice import Invoice
from shared.domain.money import Money
from tests.fakes.world import NOON
from tests.usecases.audit.books import Books, Case


def change_the_record(books: Books) -> None:
    """A cent of tax becomes net, on record and not in the archive."""
    snapshot = books.mine(Invoice).snapshot
    (line,) = snapshot.lines
    less = replace(line, tax=line.tax - Money(1, "eur"))
    books.change(Invoice, snapshot=replace(snapshot, lines=(less,)))


def relabel(books: Books) -> None:
    books.shop.archive.relabel(books.document.name, "text/html")


def forget_the_snapshot(books: Books) -> None:
    books.shop.archive.forget(books.mine(Invoice).frozen.name)


def change_the_snapshot(books: Books) -> None:
    books.shop.archive.tamper(books.mine(Invoice).frozen.name, b"{}")


def put_a_stranger(books: Books) -> None:
    books.shop.archive.create("invoices/2026/INV-2026-000099.pdf", b"%PDF", "application/pdf")


def release_all(books: Books) -> None:
    for name in books.shop.archive.names():
        books.shop.archive.release(name, None)


def release_one(books: Books, until: datetime | None = None) -> None:
    books.shop.archive.release(books.mine(Invoice).frozen.name, until)


DOCUMENT_CASES = (
    Case("13", "a document without its snapshot", lambda books: books.change(Invoice, frozen=None)),
    Case("13", "the record is not what was frozen", change_the_record),
    Case("13", "the document is labelled text/html", relabel),
    Case("13", "the snapshot is gone", forget_the_snapshot),
    Case("13", "the content has changed", change_the_snapshot),
    Case("13", "a file of no document", put_a_stranger),
    Case("23", "the bucket has no retention policy", release_all),
    Case("23", "may be deleted before 2036-12-31: 10 years, the longest", release_one),
    Case(
        "23",
        "may be deleted before",
        lambda books: release_one(books, NOON + timedelta(days=7 * 365)),
    ),
)
