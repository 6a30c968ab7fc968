"""1, 2, 3 … without a gap, whatever the clocks of the instances say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Broken
from shared.domain.ids import OrderId
from shared.domain.invoice import Invoice
from shared.domain.numbering import (
    ClosedYear,
    SeriesHead,
    assign,
    issue_day,
    new_head,
    record_of,
)
from tests.builders.invoices import a_numbered_invoice, an_invoice

STOCKHOLM = "Europe/Stockholm"
START = datetime(2026, 12, 30, 12, 0, tzinfo=UTC)


def waiting(count: int, first: int = 0) -> list[Invoice]:
    return [an_invoice(order_id=OrderId(f"ord_{first + index:026d}")) for index in range(count)]


HEAD = SeriesHead(
    id="INV",
    year=2026,
    next=1,
    last_issue_date=date(2026, 11, 22),
    last_numbered_at=datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
)


batches = st.lists(
    st.tuples(st.integers(0, 5), st.integers(-200_000, 400_000)), min_size=1, max_size=12
)


@given(batches=batches)
def test_numbers_are_contiguous_and_dates_never_run_backwards(
    batches: list[tuple[int, int]],
) -> None:
    """Batches of any size, each numbered by an instance whose clock is off by days."""
    head = new_head("INV", today=issue_day(START, STOCKHOLM), at=START)
    issued: list[Invoice] = []
    for count, seconds_off in batches:
        at = START + timedelta(seconds=seconds_off)
        head, numbered = assign(
            head, waiting(count, len(issued)), today=issue_day(at, STOCKHOLM), at=at
        )
        issued.extend(numbered)

    by_year = defaultdict(list)
    for invoice in issued:
        by_year[invoice.year].append(invoice.number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_year.values())
    assert all(
        (before.issue_date, before.numbered_at) <= (after.issue_date, after.numbered_at)
        for before, after in pairwise(issued)
    )
    assert all(invoice.issue_date.year == invoice.year for invoice in issued if invoice.issue_date)


@given(batches=batches)
def test_a_closed_year_says_how_far_it_went(batches: list[tuple[int, int]]) -> None:
    head = new_head("INV", today=issue_day(START, STOCKHOLM), at=START)
    count_of: dict[int, int] = defaultdict(int)
    total = 0
    for count, seconds_off in batches:
        at = START + timedelta(seconds=seconds_off)
        head, numbered = assign(head, waiting(count, total), today=issue_day(at, STOCKHOLM), at=at)
        total += count
        for invoice in numbered:
            count_of[invoice.year or 0] += 1

    assert {year.year: year.last for year in head.closed} == {
        year.year: count_of[year.year] for year in head.closed
    }
    assert head.next - 1 == count_of[head.year]
    assert [year.year for year in head.closed] == sorted({year.year for year in head.closed})


def test_a_new_year_starts_at_one_and_closes_the_old() -> None:
    head = replace(HEAD, next=42, last_issue_date=date(2026, 12, 31))
    at = datetime(2026, 12, 31, 23, 0, 1, tzinfo=UTC)  # one second after midnight in Stockholm

    head, (invoice,) = assign(head, waiting(1), today=issue_day(at, STOCKHOLM), at=at)

    assert (invoice.number_text, invoice.issue_date) == ("INV-2027-000001", date(2027, 1, 1))
    assert (head.year, head.next, head.closed) == (2027, 2, (ClosedYear(2026, 41),))


def test_a_clock_that_lags_does_not_reopen_the_old_year() -> None:
    head = replace(
        HEAD, year=2027, next=2, last_issue_date=date(2027, 1, 1), closed=(ClosedYear(2026, 9),)
    )
    late = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)

    head, (invoice,) = assign(head, waiting(1), today=issue_day(late, STOCKHOLM), at=late)

    assert (invoice.number_text, invoice.issue_date) == ("INV-2027-000002", date(2027, 1, 1))
    assert invoice.numbered_at == head.last_numbered_at >= late
    assert head.closed == (ClosedYear(2026, 9),)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Kiritimati", date(2027, 1, 1)), ("Pacific/Pago_Pago", date(2026, 12, 31))],
)
def test_the_sellers_place_decides_the_day(zone: str, day: date) -> None:
    assert issue_day(datetime(2026, 12, 31, 12, 0, tzinfo=UTC), zone) == day


def test_an_invoice_of_another_series_is_never_numbered() -> None:
    with pytest.raises(Broken, match="belongs to series INV, not SE"):
        assign(replace(HEAD, id="SE"), waiting(1), today=date(2026, 11, 22), at=START)


def test_an_invoice_is_numbered_once() -> None:
    with pytest.raises(Broken, match="already carries INV-2026-000123"):
        assign(HEAD, [a_numbered_invoice()], today=date(2026, 11, 22), at=START)


def test_nothing_waiting_uses_no_number() -> None:
    head, numbered = assign(replace(HEAD, next=7), [], today=date(2026, 11, 23), at=START)

    assert (head.next, numbered) == (7, ())


def test_the_registry_names_the_number_and_its_invoice() -> None:
    invoice = a_numbered_invoice(number=7)

    record = record_of(invoice)

    assert (record.series, record.year, record.number) == ("INV", 2026, 7)
    assert record.invoice_id == invoice.id
    assert record.id.endswith("-INV-2026-000007")


def test_the_ids_of_the_registry_do_not_count_upwards() -> None:
    ids = [record_of(a_numbered_invoice(number=number)).id for number in range(1, 50)]

    assert ids != sorted(ids)
    assert len(set(ids)) == len(ids)


def test_an_invoice_without_a_number_has_no_place_in_the_registry() -> None:
    with pytest.raises(Broken, match="has no number"):
        record_of(an_invoice())
