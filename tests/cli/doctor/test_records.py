"""What waits in the database, for a person or for too long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from shared.cli.doctor.clients import Clients
from shared.domain.delivery import DeadLetter, LoggedEvent
from shared.domain.ids import OrderId
from shared.domain.numbering import new_head
from shared.domain.order import OrderStatus
from shared.domain.receipt import ReceiptStatus
from shared.usecases.ports.database import Put, Record
from tests.builders.invoices import PAID_AT, a_numbered_invoice, an_invoice
from tests.builders.orders import an_open_order
from tests.builders.receipts import a_receipt_that_is
from tests.cli.doctor.cloud import DoctorsCloud, examined
from tests.cli.doctor.seeds import Seed, assert_found, table

EVENT = LoggedEvent(
    id="evt_1",
    type="order.paid.v1",
    order_id=OrderId("ord_7f3kq2m9x4v1c8r5t6w0y2z3ab"),
    occurred_at=PAID_AT,
    caused_by="evt_stripe",
    traceparent="",
    body="{}",
    shard=5,
    due_at=PAID_AT,
)
LETTER = DeadLetter(
    id="dl_1",
    source="payment-processor",
    reason="unreadable",
    body="{}",
    attributes={},
    kept_at=PAID_AT,
)


def _stored(*records: Record) -> Callable[[Clients], object]:
    return lambda clients: clients.documents.commit([Put(record) for record in records])


def _reviewed() -> Record:
    return replace(an_open_order(), status=OrderStatus.REVIEW)


@table(
    Seed(
        "dead-letters-waiting",
        "firestore",
        _stored(LETTER),
        "1 dead letters wait for a person (payment-processor: unreadable)",
        "publish them again",
    ),
    Seed(
        "outbox-stuck",
        "firestore",
        _stored(EVENT),
        "1 events wait in the outbox since 2026-11-22 18:04:31 UTC, the oldest is evt_1",
        "look at the schedule relay-outbox",
    ),
    Seed(
        "receipts-failed",
        "firestore",
        _stored(a_receipt_that_is(ReceiptStatus.FAILED)),
        "1 receipts are failed: ord_",
        "`kvitto explain ORDER`",
    ),
    Seed(
        "receipts-unknown",
        "firestore",
        _stored(a_receipt_that_is(ReceiptStatus.UNKNOWN)),
        "1 receipts are unknown: ord_",
        "`kvitto explain ORDER`",
    ),
    Seed(
        "orders-in-review",
        "firestore",
        _stored(_reviewed()),
        "1 orders were paid and could not be taken as they are: ord_",
        "`kvitto refund ORDER`",
    ),
    Seed(
        "numbering-overdue",
        "firestore",
        _stored(an_invoice()),
        "1 invoices have waited for their number: ",
        "look at the schedule number-invoices",
    ),
    Seed(
        "series-head-missing",
        "firestore",
        _stored(a_numbered_invoice()),
        "the series INV has lost its head",
        "restore series/INV from a backup",
    ),
)
def test_what_waits_is_found(cloud: DoctorsCloud, seed: Seed) -> None:
    assert_found(cloud, seed)


def test_work_that_is_under_way_is_no_finding(cloud: DoctorsCloud) -> None:
    numbered = a_numbered_invoice()
    head = new_head(numbered.series, today=PAID_AT.date(), at=PAID_AT)
    relayed = replace(EVENT, id="evt_2", due_at=None)
    waiting = an_invoice(order_id=OrderId("ord_1"))
    receipt = a_receipt_that_is(ReceiptStatus.QUEUED)
    try:
        with cloud.clients() as clients:
            _stored(numbered, head, EVENT, relayed, waiting, receipt)(clients)
            found = examined(clients, lambda: PAID_AT + timedelta(minutes=1)).findings
    finally:
        cloud.renew("firestore")

    assert {one.id for one in found} == {"clock-skew"}
