"""Numbers without gaps, in batches, in parallel series and against rivals."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import OrderId
from shared.domain.invoice import Invoice, InvoiceStatus
from shared.domain.numbering import NumberRecord, SeriesHead
from shared.usecases.audit.books import NO_PATIENCE
from shared.usecases.number_invoices import BATCH_MAX, NumberInvoices
from shared.usecases.ports.database import Create, Write
from shared.usecases.ports.failures import Unavailable
from tests.builders.invoices import PAID_AT, an_invoice
from tests.builders.purchases import a_shop
from tests.chaos.faults import Faults
from tests.chaos.shop import Shop
from tests.fakes.troubled import Trouble, Troubled


def a_waiting_invoice(number: int, series: str = "INV") -> Invoice:
    invoice = an_invoice(order_id=OrderId(f"ord_{number:026d}"))
    at = PAID_AT + timedelta(seconds=number)
    return replace(invoice, series=series, requested_at=at)


def with_invoices(*invoices: Invoice, faults: Faults | None = None) -> Shop:
    shop = a_shop(faults)
    shop.database.commit([Create(invoice) for invoice in invoices])
    return shop


def numbers_of(shop: Shop) -> dict[str, list[int]]:
    """Series → its numbers, from the registry."""
    numbers = defaultdict(list)
    for record in shop.database.scan(NumberRecord):
        numbers[record.series].append(record.number)
    return {series: sorted(found) for series, found in numbers.items()}


def breaches_of_numbering(shop: Shop) -> list[str]:
    report = shop.audit(NO_PATIENCE)
    return [str(breach) for breach in report.breaches if breach.invariant[0] in "23"]


def test_450_waiting_invoices_are_numbered_in_three_batches_oldest_first() -> None:
    faults = Faults()
    shop = with_invoices(*map(a_waiting_invoice, range(450)), faults=faults)

    assert shop.number("INV") == 450

    commits = [call for call in faults.calls if call.endswith("database.commit")]
    numbered = sorted(shop.database.scan(Invoice), key=lambda invoice: invoice.number or 0)
    assert BATCH_MAX == 200
    assert len(commits) == 2 * 3  # each batch, and the mark that it was relayed
    assert numbers_of(shop) == {"INV": list(range(1, 451))}
    assert [invoice.requested_at for invoice in numbered] == sorted(
        invoice.requested_at for invoice in numbered
    )
    assert breaches_of_numbering(shop) == []


def test_a_batch_that_is_exactly_full_leaves_nothing_behind() -> None:
    shop = with_invoices(*map(a_waiting_invoice, range(BATCH_MAX)))

    assert [shop.number("INV"), shop.number("INV")] == [BATCH_MAX, 0]


def test_parallel_series_count_for_themselves() -> None:
    shop = with_invoices(*(a_waiting_invoice(number, "ABC"[number % 3]) for number in range(30)))

    assert shop.number("B") == 10
    only_b = numbers_of(shop)
    assert shop.sweep_waiting() == 20

    assert only_b == {"B": list(range(1, 11))}
    assert numbers_of(shop) == {series: list(range(1, 11)) for series in "ABC"}
    assert breaches_of_numbering(shop) == []


def test_each_number_is_told_once_with_the_trace_of_its_order() -> None:
    shop = with_invoices(a_waiting_invoice(1), a_waiting_invoice(2))

    shop.number("INV")
    shop.number("INV")

    told = [message.attributes for message in shop.commerce_events.published]
    assert [message["type"] for message in told] == ["invoice.numbered.v1"] * 2
    assert [
        json.loads(message.body)["event"]["number_text"]
        for message in shop.commerce_events.published
    ] == ["INV-2026-000001", "INV-2026-000002"]
    assert {message["traceparent"] for message in told} == {a_waiting_invoice(1).traceparent}


class Interleaved:
    """A database in which something happens just before each of the first commits."""

    def __init__(self, shop: Shop, happens: Sequence[Callable[[], Any]]) -> None:
        self._shop = shop
        self._happens = iter(happens)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop.database, name)

    def commit(self, writes: Sequence[Write]) -> None:
        next(self._happens, lambda: None)()
        self._shop.database.commit(writes)


@given(rivals=st.lists(st.booleans(), max_size=4), count=st.integers(1, 12))
def test_numberers_that_race_leave_no_gap_and_number_nothing_twice(
    rivals: list[bool], count: int
) -> None:
    """Before each commit a rival may number all, or a new invoice may come in."""
    shop = with_invoices(*map(a_waiting_invoice, range(count)))
    fresh = iter(range(1_000, 2_000))

    def rival() -> None:
        shop.number("INV")

    def newcomer() -> None:
        shop.database.commit([Create(a_waiting_invoice(next(fresh)))])

    database: Any = Interleaved(shop, [rival if wins else newcomer for wins in rivals])
    slow = NumberInvoices(
        replace(shop.number.transactions, database=database),
        shop.number.relay,
        shop.clock,
    )
    slow("INV")
    shop.number("INV")

    total = len(list(shop.database.scan(Invoice)))
    assert numbers_of(shop) == {"INV": list(range(1, total + 1))}
    assert breaches_of_numbering(shop) == []


@pytest.mark.parametrize("applied", [True, False])
def test_a_commit_whose_reply_is_lost_uses_each_number_once(*, applied: bool) -> None:
    shop = with_invoices(*map(a_waiting_invoice, range(3)))
    lost = Trouble(Unavailable("deadline exceeded"), applied=applied)
    database: Any = Troubled(shop.database, "commit", [lost])
    number = replace(shop.number, transactions=replace(shop.number.transactions, database=database))

    number("INV")

    assert numbers_of(shop) == {"INV": [1, 2, 3]}
    assert breaches_of_numbering(shop) == []


def test_a_clock_that_lags_behind_the_head_dates_no_invoice_earlier() -> None:
    shop = with_invoices(a_waiting_invoice(1))
    shop.number("INV")
    shop.database.commit([Create(a_waiting_invoice(2))])
    shop.clock.at -= timedelta(days=2)

    shop.number("INV")

    first, second = sorted(shop.database.scan(Invoice), key=lambda invoice: invoice.number or 0)
    assert first.issue_date == second.issue_date
    assert first.numbered_at == second.numbered_at
    assert breaches_of_numbering(shop) == []


def test_nothing_waiting_writes_nothing() -> None:
    shop = with_invoices()

    assert shop.number("INV") == shop.sweep_waiting() == 0
    assert list(shop.database.scan(SeriesHead)) == []


def test_an_invoice_that_is_numbered_waits_no_more() -> None:
    shop = with_invoices(a_waiting_invoice(1))

    shop.number("INV")

    (invoice,) = shop.database.scan(Invoice)
    assert (invoice.status, invoice.number_text) == (InvoiceStatus.NUMBERED, "INV-2026-000001")
