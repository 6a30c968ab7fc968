"""What must be true of the numbers, whoever handed them out and however often they died."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from shared.domain.delivery import LoggedEvent
from shared.domain.ids import OrderId
from shared.domain.invoice import Invoice, InvoiceStatus
from shared.domain.numbering import NumberRecord, SeriesHead
from shared.usecases.ports.database import Create, Database, Key, record_in
from tests.builders.invoices import PAID_AT, an_invoice
from tests.fakes.messages import MemoryTopic

_COMMIT_MAX = 40

Numbers = dict[str, dict[int, list[int]]]
"""Series → year → its numbers, in order."""


def let_wait(database: Database, series: Sequence[str], numbers: range) -> None:
    """Invoices of each series, paid so many seconds after the first."""
    invoices = [
        replace(
            an_invoice(order_id=OrderId(f"ord_{name.lower():z>13}{number:013d}")),
            series=name,
            requested_at=PAID_AT + timedelta(seconds=number),
        )
        for name in series
        for number in numbers
    ]
    for start in range(0, len(invoices), _COMMIT_MAX):
        batch = invoices[start : start + _COMMIT_MAX]
        database.commit([Create(invoice) for invoice in batch])


def numbers_in(database: Database) -> Numbers:
    """From the registry; the invoices must say the same."""
    invoices = {invoice.id: invoice for invoice in database.scan(Invoice)}
    found: Numbers = defaultdict(lambda: defaultdict(list))
    for record in database.scan(NumberRecord):
        invoice = invoices.pop(record.invoice_id)  # KeyError: an invoice with two numbers
        assert invoice.status is InvoiceStatus.NUMBERED
        assert (invoice.series, invoice.year, invoice.number) == (
            record.series,
            record.year,
            record.number,
        )
        found[record.series][record.year].append(record.number)
    assert invoices == {}, "invoices without a number"
    return {
        series: {year: sorted(numbers) for year, numbers in sorted(years.items())}
        for series, years in found.items()
    }


def assert_chronological(database: Database) -> None:
    """Within a series, a higher number was neither asked for, nor given, nor dated earlier."""
    ordered = sorted(
        database.scan(Invoice),
        key=lambda invoice: (invoice.series, invoice.year or 0, invoice.number or 0),
    )
    for one, next_one in pairwise(ordered):
        if one.series == next_one.series:
            assert one.requested_at < next_one.requested_at
            assert _given(one) <= _given(next_one)


def assert_the_head_agrees(database: Database, series: str, numbers: Numbers) -> None:
    (head,) = map(record_in, database.read([Key(SeriesHead, series)]))
    assert head is not None
    *closed, (year, last) = ((year, max(found)) for year, found in numbers[series].items())
    assert (head.year, head.next) == (year, last + 1)
    assert [(one.year, one.last) for one in head.closed] == closed


def assert_all_is_told(database: Database, *topics: MemoryTopic) -> None:
    """Each number has one event, which was published, or waits for the sweep of the outbox."""
    rows = {row.id: row for row in database.scan(LoggedEvent)}
    published = {message.attributes["event_id"] for topic in topics for message in topic.published}
    assert len(rows) == len(list(database.scan(NumberRecord)))
    assert published <= rows.keys()
    assert {row.id for row in rows.values() if row.due_at is None} <= published


def _given(invoice: Invoice) -> tuple[object, object]:
    return invoice.issue_date, invoice.numbered_at
