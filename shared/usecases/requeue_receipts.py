"""Bring mails back that their queue has forgotten: a task is given up after two days."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.ports.database import Database, Query
from shared.usecases.ports.messages import Queue, Task, Tasks
from shared.usecases.ports.world import Now

log = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(hours=1)  # younger ones are the business of their own task
EVERY = timedelta(minutes=10)
RECEIPTS_MAX = 100  # of each status and run
UNSETTLED = (ReceiptStatus.QUEUED, ReceiptStatus.SENDING, ReceiptStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class RequeueReceipts:
    """Makes a task for each mail that is not settled; the mailer decides what to do with it.

    One task per mail and hour: its name says so, so that running twice does no harm.
    """

    database: Database
    tasks: Tasks
    now: Now

    def __call__(self) -> int:
        """How many were found. Called every minute, looks every ten."""
        at = self.now()
        if at.minute * 60 % EVERY.total_seconds():
            return 0
        found = list(self._forgotten(at - FORGOTTEN_AFTER))
        for receipt in found:
            self.tasks.enqueue(_task(receipt, at))
        if found:
            ids = [receipt.id for receipt in found]
            log.warning("receipts queued again", extra={"receipt_ids": ids})
        return len(found)

    def _forgotten(self, before: datetime) -> Iterator[Receipt]:
        for status in UNSETTLED:
            yield from self.database.find(
                Query(
                    Receipt,
                    where=(("status", "==", status), ("queued_at", "<", before)),
                    order_by="queued_at",
                    limit_max=RECEIPTS_MAX,
                )
            )


def _task(receipt: Receipt, at: datetime) -> Task:
    return Task(
        queue=Queue.RECEIPTS,
        name=f"{receipt.id.replace('_', '-')}-{at:%Y%m%d%H}",
        body={"receipt_id": receipt.id},
        traceparent=receipt.traceparent,
    )
