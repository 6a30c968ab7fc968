"""Tell the world what was committed: publish the event, start the task that follows from it."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from shared.domain.delivery import OUTBOX_SHARDS, LoggedEvent
from shared.events.commerce import (
    ENVELOPE,
    InvoiceArchived,
    MailPlanned,
    OrderPaid,
    OrderRefunded,
    RefundFailed,
)
from shared.usecases.ports.database import Database, Put, Query
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Message, Queue, Task, Tasks, Topic
from shared.usecases.ports.world import Now

log = logging.getLogger(__name__)

SWEEP_AGE = timedelta(seconds=30)  # younger rows are the business of the request that made them
SWEEP_ROWS_MAX = 100  # per shard and sweep


@dataclass(frozen=True, slots=True)
class Relay:
    """Hands rows of the outbox on. A row is marked only after everything was confirmed."""

    database: Database
    topic: Topic
    tasks: Tasks
    now: Now

    def __call__(self, rows: Sequence[LoggedEvent]) -> None:
        """Raise `Unavailable` if anything was left; whatever was done is safe to repeat."""
        if not rows:
            return
        self.topic.publish([_message(row) for row in rows])
        for task in {task.name: task for row in rows if (task := self._task(row))}.values():
            self.tasks.enqueue(task)
        self.database.commit([Put(replace(row, due_at=None)) for row in rows])

    def try_now(self, rows: Sequence[LoggedEvent]) -> None:
        """Best effort in the request: the sweep is the truth, this saves it a minute."""
        try:
            self(rows)
        except Unavailable as failure:
            ids = [row.id for row in rows]
            log.warning("relay left to the sweep", extra={"event_ids": ids, "why": str(failure)})

    def _task(self, row: LoggedEvent) -> Task | None:
        match ENVELOPE.validate_json(row.body).event:
            case (
                OrderPaid(series=str(series))
                | OrderRefunded(series=series)
                | RefundFailed(series=series)
            ):
                return numbering_task(series, row.traceparent, self.now())
            case InvoiceArchived(receipt_id=receipt_id) | MailPlanned(receipt_id=receipt_id):
                return Task(
                    queue=Queue.RECEIPTS,
                    name=receipt_id.replace("_", "-"),
                    body={"receipt_id": receipt_id},
                    traceparent=row.traceparent,
                )
            case _:
                return None


@dataclass(frozen=True, slots=True)
class SweepOutbox:
    """Relay what a crash left behind."""

    database: Database
    relay: Relay
    now: Now

    def __call__(self) -> int:
        """How many rows were relayed."""
        cutoff = self.now() - SWEEP_AGE
        return sum(self._sweep(shard, cutoff) for shard in range(OUTBOX_SHARDS))

    def _sweep(self, shard: int, cutoff: datetime) -> int:
        rows = self.database.find(
            Query(
                LoggedEvent,
                where=(("shard", "==", shard), ("due_at", "<", cutoff)),
                order_by="due_at",
                limit_max=SWEEP_ROWS_MAX,
            )
        )
        readable = [row for row in rows if _is_readable(row)]
        self.relay(readable)
        if readable:
            log.info("outbox swept", extra={"event_ids": [row.id for row in readable]})
        return len(readable)


def numbering_task(series: str, traceparent: str, now: datetime) -> Task:
    """Wake the numberer at the next full second: one task per series and second.

    Everything committed before that second is waiting when the task runs, so a burst of
    orders shares one batch. A clock that lags may name a second that is over: the sweep
    of the numberer finds what that leaves.
    """
    second = math.floor(now.timestamp()) + 1
    return Task(
        queue=Queue.NUMBERING,
        name=f"{series}-{second}",
        body={"series": series},
        traceparent=traceparent,
        at=datetime.fromtimestamp(second, UTC),
    )


def _is_readable(row: LoggedEvent) -> bool:
    """A row of a newer release, since rolled back, waits for it and holds up no other row."""
    try:
        ENVELOPE.validate_json(row.body)
    except ValidationError:
        log.exception("event not understood", extra={"event_id": row.id, "event_type": row.type})
        return False
    return True


def _message(row: LoggedEvent) -> Message:
    return Message(
        body=row.body.encode(),
        attributes={
            "type": row.type,
            "event_id": row.id,
            "order_id": row.order_id,
            "traceparent": row.traceparent,
        },
    )
