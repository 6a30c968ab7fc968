"""Gapless, chronological numbers: a number exists if and only if its invoice carries it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.domain.errors import Broken
from shared.domain.ids import InvoiceId
from shared.domain.invoice import Invoice, number_text


@dataclass(frozen=True, slots=True)
class ClosedYear:
    year: int
    last: int  # the highest number of that year


@dataclass(frozen=True, slots=True)
class SeriesHead:
    """The one document per series that moves forward. Written once per batch."""

    id: str  # the series, such as INV
    year: int
    next: int
    last_issue_date: date
    last_numbered_at: datetime
    closed: tuple[ClosedYear, ...] = ()

    def rolled_to(self, year: int) -> SeriesHead:
        if year <= self.year:
            return self
        ended = ClosedYear(self.year, self.next - 1)
        return replace(self, year=year, next=1, closed=(*self.closed, ended))


@dataclass(frozen=True, slots=True)
class NumberRecord:
    """The registry: one document per number, created in the commit that hands it out."""

    id: str
    series: str
    year: int
    number: int
    invoice_id: InvoiceId


def new_head(series: str, *, today: date, at: datetime) -> SeriesHead:
    return SeriesHead(
        id=series, year=today.year, next=1, last_issue_date=today, last_numbered_at=at
    )


def issue_day(at: datetime, time_zone: str) -> date:
    """The calendar day at the seller's place."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def assign(
    head: SeriesHead, waiting: Sequence[Invoice], *, today: date, at: datetime
) -> tuple[SeriesHead, tuple[Invoice, ...]]:
    """Number `waiting` in the order given. Time never runs backwards, whatever a clock says."""
    issue_date = max(today, head.last_issue_date)
    at = max(at, head.last_numbered_at)
    head = head.rolled_to(issue_date.year)
    numbered = []
    for invoice in waiting:
        if invoice.series != head.id:
            raise Broken(f"{invoice.id} belongs to series {invoice.series}, not {head.id}")
        numbered.append(invoice.numbered(head.year, head.next, issue_date=issue_date, at=at))
        head = replace(head, next=head.next + 1)
    return replace(head, last_issue_date=issue_date, last_numbered_at=at), tuple(numbered)


def record_of(invoice: Invoice) -> NumberRecord:
    if invoice.year is None or invoice.number is None:
        raise Broken(f"{invoice.id} has no number")
    return NumberRecord(
        id=record_id_of(number_text(invoice.series, invoice.year, invoice.number)),
        series=invoice.series,
        year=invoice.year,
        number=invoice.number,
        invoice_id=invoice.id,
    )


def record_id_of(text: str) -> str:
    """Where `INV-2026-000123` is registered."""
    # Ids that count upwards would make one hot range of the index; the hash spreads them.
    return f"{hashlib.sha256(text.encode()).hexdigest()[:8]}-{text}"
