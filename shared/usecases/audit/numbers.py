"""Invoice numbers: 1, 2, 3 … without a gap, in the order of their dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from shared.domain.invoice import Invoice, InvoiceStatus
from shared.domain.numbering import NumberRecord
from shared.usecases.audit.books import Books, Breach, Found


def numbers_have_no_gap(books: Books) -> Found:
    """The registry holds exactly 1 … n, and each number and its invoice name each other."""
    name = "2 numbers without a gap"
    by_series: dict[tuple[str, int], list[NumberRecord]] = defaultdict(list)
    for record in books.numbers.values():
        by_series[record.series, record.year].append(record)
    for head in books.heads.values():
        due = {year.year: year.last for year in head.closed} | {head.year: head.next - 1}
        for year, last in due.items():
            found = sorted(record.number for record in by_series.pop((head.id, year), []))
            if found != list(range(1, last + 1)):
                what = f"{year}: 1 … {last} expected, {len(found)} found"
                yield Breach(name, what, (head.id, *_missing(found, last)))
    for (series, year), records in sorted(by_series.items()):
        yield Breach(name, "numbers of no known series", (f"{series}-{year}", records[0].id))
    yield from _named_back(books, name)


def _named_back(books: Books, name: str) -> Found:
    numbered = {invoice.id: invoice for invoice in books.invoices.values() if invoice.number}
    for record in books.numbers.values():
        invoice = numbered.pop(record.invoice_id, None)
        mine = (record.series, record.year, record.number)
        if invoice is None or (invoice.series, invoice.year, invoice.number) != mine:
            yield Breach(name, "a number whose invoice does not carry it", (record.id,))
    for invoice in numbered.values():
        yield Breach(name, "an invoice whose number is not registered", (invoice.id,))


def numbers_are_chronological(books: Books) -> Found:
    name = "3 numbers follow their dates"
    by_series: dict[tuple[str, int | None], list[Invoice]] = defaultdict(list)
    for invoice in books.invoices.values():
        if invoice.number is not None:
            by_series[invoice.series, invoice.year].append(invoice)
    for invoices in by_series.values():
        invoices.sort(key=lambda invoice: invoice.number or 0)
        for before, after in pairwise(invoices):
            if (before.issue_date, before.numbered_at) > (after.issue_date, after.numbered_at):
                yield Breach(name, "a later number with an earlier date", (before.id, after.id))


def invoices_get_numbers(books: Books) -> Found:
    for invoice in books.invoices.values():
        late = books.is_late(invoice.requested_at, books.patience.numbering)
        if invoice.status is InvoiceStatus.WAITING and late:
            yield Breach("2 numbers without a gap", "still without a number", (invoice.id,))


def _missing(found: Iterable[int], last: int) -> tuple[str, ...]:
    return tuple(str(number) for number in sorted(set(range(1, last + 1)) - set(found)))[:20]
