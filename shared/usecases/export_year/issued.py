"""The documents of a year with what the ledger says of them, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.domain.errors import Broken
from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.ledger import JournalEntry, entry_id_of
from shared.usecases.ports.database import Database, Key, Query, record_in

PAGE = 250  # documents in memory at a time


@dataclass(frozen=True, slots=True)
class Issued:
    document: Invoice
    entry: JournalEntry | None

    @property
    def number(self) -> str:
        if self.document.number_text is None:
            raise Broken(f"{self.document.id} has no number")
        return self.document.number_text

    @property
    def issue_date(self) -> date:
        if self.document.issue_date is None:
            raise Broken(f"{self.document.id} has a number and no date")
        return self.document.issue_date

    @property
    def sign(self) -> int:
        """Documents carry positive amounts; in sums, a credit note takes away."""
        return -1 if self.document.snapshot.kind is DocumentKind.CREDIT_NOTE else 1


def issued_in(database: Database, series: str, year: int) -> Iterator[Issued]:
    """In the order of their numbers. The year is that of the issue date, at the seller's place."""
    after = 0
    while page := _page(database, series, year, after):
        entries = database.read([Key(JournalEntry, entry_id_of(document)) for document in page])
        for document, entry in zip(page, entries, strict=True):
            yield Issued(document, record_in(entry))
        after = page[-1].number or after
        if len(page) < PAGE:
            return


def _page(database: Database, series: str, year: int, after: int) -> list[Invoice]:
    return database.find(
        Query(
            Invoice,
            where=(("series", "==", series), ("year", "==", year), ("number", ">", after)),
            order_by="number",
            limit_max=PAGE,
        )
    )
