"""Hand out numbers: one commit moves the head, the registry and up to 200 invoices at once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.cause import Cause
from shared.domain.delivery import LoggedEvent
from shared.domain.invoice import Invoice, InvoiceStatus
from shared.domain.numbering import SeriesHead, assign, issue_day, new_head, record_of
from shared.events.commerce import InvoiceNumbered, logged
from shared.usecases.ports.database import Database, Key, Query
from shared.usecases.ports.world import Now
from shared.usecases.relay import Relay
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)

BATCH_MAX = 200


@dataclass(frozen=True, slots=True)
class NumberInvoices:
    """Numbers what waits in one series, oldest first.

    Candidates are listed outside the transaction: a query inside would have to lock a range
    that every new order writes into. The transaction then reads head and candidates by key
    and is guarded by their versions, so a candidate that was numbered meanwhile drops out.
    """

    database: Database
    transactions: Transactions
    relay: Relay
    now: Now

    def __call__(self, series: str) -> int:
        """How many invoices got their number."""
        numbered = 0
        while batch := self._waiting(series):
            numbered += self._number(series, batch)
            if len(batch) < BATCH_MAX:
                break
        return numbered

    def _waiting(self, series: str) -> list[Invoice]:
        return self.database.find(
            Query(
                Invoice,
                where=(("series", "==", series), ("status", "==", InvoiceStatus.WAITING)),
                order_by="requested_at",
                limit_max=BATCH_MAX,
            )
        )

    def _number(self, series: str, batch: Sequence[Invoice]) -> int:
        at = self.now()
        rows = self.transactions(lambda session: _assign(session, series, batch, at))
        if rows:
            ids = [row.order_id for row in rows]
            log.info("invoices numbered", extra={"series": series, "order_ids": ids})
        self.relay.try_now(rows)
        return len(rows)


def _assign(
    session: Session, series: str, batch: Sequence[Invoice], at: datetime
) -> tuple[LoggedEvent, ...]:
    session.load(Key(SeriesHead, series), *(Key(Invoice, invoice.id) for invoice in batch))
    current = (session.get(Invoice, invoice.id) for invoice in batch)
    waiting = [
        invoice
        for invoice in current
        if invoice is not None and invoice.status is InvoiceStatus.WAITING
    ]
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
    number: NumberInvoices

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
