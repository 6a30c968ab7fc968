"""What was committed is told: at once if all goes well, by the sweep otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.delivery import OUTBOX_SHARDS, LoggedEvent
from shared.domain.ids import InvoiceId, OrderId
from shared.events.commerce import InvoiceNumbered, logged
from shared.usecases.ports.database import Create
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Queue
from shared.usecases.relay import SWEEP_AGE, SWEEP_ROWS_MAX, Relay, SweepOutbox, numbering_task
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import CAUSE, a_shop, paid
from tests.chaos.shop import Shop
from tests.fakes.troubled import Trouble, Troubled
from tests.fakes.world import NOON

DOWN = Trouble(Unavailable("no answer"))


def a_row(number: int = 1, *, at: datetime = NOON) -> LoggedEvent:
    order_id = OrderId(f"ord_{number:026d}")
    event = InvoiceNumbered(
        order_id=order_id, invoice_id=InvoiceId(f"inv_{number:026d}"), number_text="INV-2026-1"
    )
    return logged(event, at=at, cause=CAUSE)


def with_rows(*rows: LoggedEvent) -> Shop:
    shop = a_shop()
    shop.database.commit([Create(row) for row in rows])
    return shop


def relay_of(shop: Shop, **ports: object) -> Relay:
    relay = Relay(shop.database, shop.commerce_events, shop.tasks, shop.clock)
    return replace(relay, **ports)  # type: ignore[arg-type]  # fakes for its ports


def untold(shop: Shop) -> list[str]:
    return [row.id for row in shop.database.scan(LoggedEvent) if row.due_at is not None]


def sweep(shop: Shop, relay: Relay | None = None) -> int:
    return SweepOutbox(shop.database, relay or relay_of(shop), shop.clock)()


def test_a_row_is_published_with_its_attributes_and_then_marked() -> None:
    row = a_row()
    shop = with_rows(row)

    relay_of(shop)([row])

    (message,) = shop.commerce_events.published
    assert message.body == row.body.encode()
    assert message.attributes == {
        "type": "invoice.numbered.v1",
        "event_id": row.id,
        "order_id": row.order_id,
        "traceparent": TRACEPARENT,
    }
    assert untold(shop) == []


@pytest.mark.parametrize("port", ["topic", "tasks", "database"])
def test_a_row_is_not_marked_before_everything_is_confirmed(port: str) -> None:
    shop = a_shop()
    method = {"topic": "publish", "tasks": "enqueue", "database": "commit"}[port]
    inner = {"topic": shop.commerce_events, "tasks": shop.tasks, "database": shop.database}[port]
    order_id = paid(shop)
    (row,) = shop.database.scan(LoggedEvent)
    due = replace(row, due_at=NOON)
    shop = with_rows(due)

    with pytest.raises(Unavailable):
        relay_of(shop, **{port: Troubled(inner, method, [DOWN])})([due])

    assert row.order_id == order_id
    assert untold(shop) == [row.id]


def test_trouble_in_a_request_is_left_to_the_sweep() -> None:
    shop = with_rows(a_row())
    down = relay_of(shop, topic=Troubled(shop.commerce_events, "publish", [DOWN]))

    down.try_now([a_row()])
    still_there = untold(shop)
    shop.clock.wait(SWEEP_AGE.total_seconds() + 1)

    assert still_there == [a_row().id]
    assert sweep(shop) == 1
    assert untold(shop) == []
    assert len(shop.commerce_events.published) == 1


def test_young_rows_are_the_business_of_the_request_that_made_them() -> None:
    shop = with_rows(a_row())

    shop.clock.wait(SWEEP_AGE.total_seconds())

    assert sweep(shop) == 0
    assert shop.commerce_events.published == []


def test_a_row_that_was_told_is_not_told_again() -> None:
    shop = with_rows(a_row())
    shop.clock.wait(SWEEP_AGE.total_seconds() + 1)

    assert [sweep(shop), sweep(shop)] == [1, 0]
    assert len(shop.commerce_events.published) == 1


def test_a_sweep_takes_the_oldest_first_and_the_rest_the_next_time() -> None:
    ids = (number for number in range(9_999) if a_row(number).shard == 0)
    rows = [
        a_row(next(ids), at=NOON + timedelta(milliseconds=age))
        for age in range(SWEEP_ROWS_MAX + 1, 0, -1)
    ]
    shop = with_rows(*rows)
    shop.clock.wait(SWEEP_AGE.total_seconds() + 1)

    assert sweep(shop) == SWEEP_ROWS_MAX
    assert untold(shop) == [rows[0].id]
    assert sweep(shop) == 1


def test_a_row_of_a_newer_release_waits_and_holds_up_no_other() -> None:
    newer = replace(a_row(1), body='{"event": {"type": "order.refunded.v1"}}')
    shop = with_rows(newer, *(a_row(number) for number in range(2, 40)))
    shop.clock.wait(SWEEP_AGE.total_seconds() + 1)

    assert sweep(shop) == 38
    assert untold(shop) == [newer.id]
    assert newer.body.encode() not in {row.body for row in shop.commerce_events.published}


@given(numbers=st.sets(st.integers(0, 9_999), min_size=1, max_size=30))
def test_every_row_is_in_a_shard_that_is_swept(numbers: set[int]) -> None:
    rows = [a_row(number) for number in sorted(numbers)]
    shop = with_rows(*rows)
    shop.clock.wait(SWEEP_AGE.total_seconds() + 1)

    assert all(0 <= row.shard < OUTBOX_SHARDS for row in rows)
    assert sweep(shop) == len(rows)
    assert untold(shop) == []


def test_a_payment_wakes_the_numberer_at_the_next_full_second() -> None:
    at = datetime(2026, 11, 22, 12, 0, 0, 250_000, tzinfo=UTC)

    task = numbering_task("INV", TRACEPARENT, at)

    assert task.queue is Queue.NUMBERING
    assert task.at == datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC)
    assert task.name == f"INV-{int(task.at.timestamp())}"


def test_payments_of_one_second_share_one_task() -> None:
    shop = a_shop()

    for number in range(5):
        paid(shop, number)

    assert len(shop.tasks.held) == 1
    assert len(shop.commerce_events.published) == 5
