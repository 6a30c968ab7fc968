"""What waits in the database for a person, or waits longer than it ever should."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken, risk
from shared.domain.delivery import OUTBOX_SHARDS, DeadLetter, LoggedEvent
from shared.domain.invoice import Invoice, InvoiceStatus
from shared.domain.numbering import SeriesHead
from shared.domain.order import Order, OrderStatus
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.ports.database import Key, Query, R

OUTBOX_PATIENCE = timedelta(minutes=5)
NUMBERING_PATIENCE = timedelta(minutes=10)
RECEIPT_PATIENCE = timedelta(minutes=30)
COUNTED_MAX = 100


def checks(deployment: Deployment) -> Iterator[Check]:
    looks: dict[str, Callable[[Deployment], Iterator[Finding]]] = {
        "dead letters": _dead_letters,
        "receipts": _receipts,
        "orders in review": _reviews,
        "invoices without a number": _invoices,
        "heads of series": _lost_heads,
    }
    for subject, look in looks.items():
        yield Check("kind of record", subject, partial(look, deployment))
    for shard in range(OUTBOX_SHARDS):
        look_into = partial(_outbox, deployment, shard)
        yield Check("outbox shard", f"outbox shard {shard}", look_into)


def _dead_letters(deployment: Deployment) -> Iterator[Finding]:
    waiting = (("is_waiting", "==", True),)
    found = _some(deployment, Query(DeadLetter, where=waiting, limit_max=COUNTED_MAX))
    if found:
        reasons = sorted({f"{one.source}: {one.reason}" for one in found})[:3]
        what = f"{_many(len(found))} dead letters wait for a person ({'; '.join(reasons)})"
        fix = "`kvitto replay` lists them; mend the cause, and publish them again with --all"
        yield broken("dead-letters-waiting", what, fix)


def _outbox(deployment: Deployment, shard: int) -> Iterator[Finding]:
    due = deployment.now() - OUTBOX_PATIENCE
    where = (("shard", "==", shard), ("due_at", "<", due))
    found = _some(deployment, Query(LoggedEvent, where, "due_at", COUNTED_MAX))
    if found:
        what = f"{_many(len(found))} events wait in the outbox since {found[0].due_at:%F %T} UTC"
        fix = "read the log of outbox-relay, and look at the schedule relay-outbox"
        yield broken("outbox-stuck", f"{what}, the oldest is {found[0].id}", fix)


def _receipts(deployment: Deployment) -> Iterator[Finding]:
    late = deployment.now() - RECEIPT_PATIENCE
    for status in (ReceiptStatus.UNKNOWN, ReceiptStatus.FAILED, ReceiptStatus.QUEUED):
        query = Query(Receipt, (("status", "==", status),), limit_max=COUNTED_MAX)
        waiting = status is not ReceiptStatus.FAILED
        found = [one for one in _some(deployment, query) if not waiting or one.queued_at < late]
        if found:
            ids = " ".join(sorted(one.order_id for one in found)[:3])
            what = f"{_many(len(found))} receipts are {status}: {ids}"
            fix = "`kvitto explain ORDER` tells why; the mail address may be wrong"
            yield risk(f"receipts-{status}", what, fix)


def _reviews(deployment: Deployment) -> Iterator[Finding]:
    where = (("status", "==", OrderStatus.REVIEW),)
    found = _some(deployment, Query(Order, where, limit_max=COUNTED_MAX))
    if found:
        ids = " ".join(sorted(one.id for one in found)[:3])
        what = f"{_many(len(found))} orders were paid and could not be taken as they are: {ids}"
        fix = "`kvitto explain ORDER` tells why; settle each or `kvitto refund ORDER`"
        yield broken("orders-in-review", what, fix)


def _invoices(deployment: Deployment) -> Iterator[Finding]:
    late = deployment.now() - NUMBERING_PATIENCE
    waiting = _invoices_in(deployment, InvoiceStatus.WAITING)
    overdue = [one for one in waiting if one.requested_at < late]
    if overdue:
        ids = " ".join(sorted(one.id for one in overdue)[:3])
        what = f"{_many(len(overdue))} invoices have waited for their number: {ids}"
        fix = "read the log of invoice-numberer, and look at the schedule number-invoices"
        yield broken("numbering-overdue", what, fix)


def _lost_heads(deployment: Deployment) -> Iterator[Finding]:
    numbered = _invoices_in(deployment, InvoiceStatus.NUMBERED)
    for series in sorted({one.series for one in numbered}):
        if deployment.clients.documents.read([Key(SeriesHead, series)]) == [None]:
            what = f"the series {series} has lost its head, and numbered invoices exist"
            fix = f"stop the schedule number-invoices and restore series/{series} from a backup"
            yield broken("series-head-missing", what, fix)


def _invoices_in(deployment: Deployment, status: InvoiceStatus) -> list[Invoice]:
    where = (("status", "==", status),)
    return _some(deployment, Query(Invoice, where, limit_max=COUNTED_MAX))


def _some(deployment: Deployment, query: Query[R]) -> list[R]:
    return deployment.clients.documents.find(query)


def _many(count: int) -> str:
    return f"{COUNTED_MAX} or more" if count >= COUNTED_MAX else str(count)
