"""What is missing from a year, or may still come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from shared.domain.invoice import Invoice, InvoiceStatus, number_text
from shared.domain.numbering import SeriesHead, issue_day
from shared.usecases.export_year.issued import Issued
from shared.usecases.export_year.stated_tax import is_unstated
from shared.usecases.ports.database import Database, Query

NAMED_MAX = 10
WAITING_MAX = 1000


@dataclass(slots=True)
class Completeness:
    year: int
    missing: list[str] = field(default_factory=list)  # numbers
    undrawn: list[str] = field(default_factory=list)  # numbers
    unstated: list[str] = field(default_factory=list)  # numbers
    last_issue_date: date | None = None
    time_zone: str = "UTC"
    _expected: int = 0  # number in the series under way

    def begin(self) -> None:
        self._expected = 1

    def add(self, issued: Issued) -> None:
        document = issued.document
        number = document.number or 0
        self._miss(document.series, number)
        self._expected = number + 1
        if document.document is None:
            self.undrawn.append(issued.number)
        if is_unstated(document.snapshot):
            self.unstated.append(issued.number)
        self.last_issue_date = max(self.last_issue_date or issued.issue_date, issued.issue_date)
        self.time_zone = document.snapshot.seller.time_zone

    def end(self, head: SeriesHead) -> None:
        """`head` as it was before the series was read."""
        self._miss(head.id, _last_of(head, self.year) + 1)

    def _miss(self, series: str, until: int) -> None:
        numbers = range(self._expected, until)
        self.missing.extend(number_text(series, self.year, number) for number in numbers)


def warnings_of(found: Completeness, database: Database, now: datetime) -> Iterator[str]:
    year = found.year
    if issue_day(now, found.time_zone).year <= year:
        yield (
            f"{year} is not over in {found.time_zone}: this is what was issued"
            f" until {found.last_issue_date}"
        )
    if found.missing:
        yield f"numbers are missing, run `kvitto audit`: {_named(found.missing)}"
    if found.undrawn:
        yield f"numbered, and without a PDF yet: {_named(found.undrawn)}"
    if found.unstated:
        yield (
            "tax is not stated in the currency of the state, and counts in the document's own:"
            f" {_named(found.unstated)}"
        )
    waiting = list(_waiting(database, year))
    if waiting:
        yield (
            f"sales and refunds until the end of {year} that have no number yet, and will carry"
            f" the date they get one: {_named(waiting)}"
        )


def _waiting(database: Database, year: int) -> Iterator[str]:
    where = (("status", "==", InvoiceStatus.WAITING),)
    for document in database.find(Query(Invoice, where=where, limit_max=WAITING_MAX)):
        zone = document.snapshot.seller.time_zone
        if issue_day(document.requested_at, zone).year <= year:
            yield document.id


def _last_of(head: SeriesHead, year: int) -> int:
    if head.year == year:
        return head.next - 1
    return next((closed.last for closed in head.closed if closed.year == year), 0)


def _named(names: Sequence[str]) -> str:
    rest = len(names) - NAMED_MAX
    return ", ".join(names[:NAMED_MAX]) + (f" and {rest} more" if rest > 0 else "")
