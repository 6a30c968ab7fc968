"""Hand out numbers: one commit moves the head, the registry and up to 200 invoices at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.cause import Cause
from shared.domain.delivery import LoggedEvent
from shared.domain.invoice import Invoice, InvoiceStatus
from shared.domain.numbering import SeriesHead, assign, issue_day, new_head, record_of
from shared.events.commerce import InvoiceNumbered, logged
from shared.usecases.ports.database import Database, Query
from shared.usecases.ports.world import Now
from shared.usecases.relay import Relay
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)

BATCH_MAX = 200


@dataclass(frozen=True, slots=True)
class NumberInvoices:
    """Numbers what waits in one series, oldest first.

    The commit is guarded by the versions of the head and of every invoice in the batch. So a
    rival who was faster costs one attempt, which then lists what that one left.
    """

    transactions: Transactions
    relay: Relay
    now: Now
    batch_max: int = BATCH_MAX

    def __call__(self, series: str) -> int:
        """How many invoices got their number."""
        numbered = 0
        while batch := self._number(series):
            numbered += batch
            if batch < self.batch_max:
                break
        return numbered

    def _number(self, series: str) -> int:
        at = self.now()
        rows = self.transactions(lambda session: _assign(session, series, at, self.batch_max))
        if rows:
            ids = [row.order_id for row in rows]
            log.info("invoices numbered", extra={"series": series, "order_ids": ids})
        self.relay.try_now(rows)
        return len(rows)


def _assign(session: Session, series: str, at: datetime, batch_max: int) -> tuple[LoggedEvent, ...]:
    waiting = session.find(
        Query(
            Invoice,
            where=(("series", "==", series), ("status", "==", InvoiceStatus.WAITING)),
            order_by="requested_at",
            limit_max=batch_max,
        )
    )
    if not waiting:
        return ()
    today = issue_day(at, waiting[0].snapshot.seller.time_zone)
    head = session.get(SeriesHead, series) or new_head(series, today=today, at=at)
    head, numbered = assign(head, waiting, today=today, at=at)
    session.save(head)
    rows = []
    for invoice in numbered:
        row = _announce(invoice, at)
        session.save(invoice)
        session.create(record_of(invoice))
        session.create(row)
        rows.append(row)
    return tuple(rows)


def _announce(invoice: Invoice, at: datetime) -> LoggedEvent:
    return logged(
        InvoiceNumbered(
            order_id=invoice.order_id,
            invoice_id=invoice.id,
            number_text=invoice.number_text or "",
        ),
        at=at,
        cause=Cause(f"numbering:{invoice.series}", invoice.traceparent),
    )


@dataclass(frozen=True, slots=True)
class SweepWaiting:
    """Find series with waiting invoices that no task woke."""

    database: Database
    number: Callable[[str], int]

    def __call__(self) -> int:
        waiting = self.database.find(
            Query(
                Invoice,
                where=(("status", "==", InvoiceStatus.WAITING),),
                limit_max=BATCH_MAX,
            )
        )
        return sum(
            self.number(series) for series in sorted({invoice.series for invoice in waiting})
        )
