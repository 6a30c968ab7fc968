"""The causal story of one order, told from what is stored and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from shared.domain.delivery import InboxEntry, LoggedEvent
from shared.domain.ids import OrderId
from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.ledger import JournalEntry
from shared.domain.mail_fact import MailFact
from shared.domain.mail_plan import OF_DOCUMENT
from shared.domain.order import Order
from shared.domain.receipt import Receipt
from shared.usecases.ports.database import Database, Key, Query, record_in
from shared.usecases.story_order import Stage, stage_of_event, stage_of_status


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. No personal data."""

    at: datetime
    what: str
    why: str  # the event, request or task that caused it
    ids: tuple[str, ...] = ()
    stage: Stage = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Story:
    order_id: OrderId
    status: str
    trace_id: str
    lines: tuple[Line, ...]  # in order of time, and at one instant of causes


@dataclass(frozen=True, slots=True)
class ExplainOrder:
    database: Database

    def __call__(self, order_id: OrderId) -> Story | None:
        (found,) = self.database.read([Key(Order, order_id)])
        order = record_in(found)
        if order is None:
            return None
        of_order = (("order_id", "==", order_id),)
        lines = [
            *_of_order(order),
            *map(_of_inbox, self.database.find(Query(InboxEntry, where=of_order))),
            *map(_of_event, self.database.find(Query(LoggedEvent, where=of_order))),
            *map(_of_entry, self.database.find(Query(JournalEntry, where=of_order))),
            *chain.from_iterable(
                map(_of_document, self.database.find(Query(Invoice, where=of_order)))
            ),
            *chain.from_iterable(
                map(_of_receipt, self.database.find(Query(Receipt, where=of_order)))
            ),
        ]
        lines.sort(key=lambda line: (line.at, line.stage))
        return Story(order_id, order.status, order.traceparent[3:35], tuple(lines))


def _of_order(order: Order) -> Iterator[Line]:
    for step in order.history:
        ids = (order.page.session_id,) if step.status == "open" and order.page.session_id else ()
        stage = stage_of_status(step.status)
        yield Line(step.at, f"order {step.status}", step.cause, ids, stage=stage)


# What a report means where its name does not say; the provider's code for it is not kept.
_MEANS = {
    "payment_intent.payment_failed": "declined: the bank refused",
    "checkout.session.async_payment_failed": "the bank did not send the money",
}


def _of_inbox(entry: InboxEntry) -> Line:
    meaning = entry.why or _MEANS.get(entry.type)
    what = f"{entry.outcome} {entry.type}" + (f" ({meaning})" if meaning else "")
    return Line(entry.received_at, what, entry.id, stage=Stage.REPORTED)


def _of_event(event: LoggedEvent) -> Line:
    state = "told" if event.due_at is None else "not yet told"
    what, stage = f"{state} {event.type}", stage_of_event(event.type)
    return Line(event.occurred_at, what, event.caused_by, (event.id,), stage=stage)


def _of_entry(entry: JournalEntry) -> Line:
    postings = ", ".join(f"{posting.account} {posting.amount}" for posting in entry.postings)
    return Line(entry.at, f"booked {postings}", entry.cause, (entry.id,), stage=Stage.BOOKED)


_REQUESTED_BY = {
    DocumentKind.INVOICE: "order.paid.v1",
    DocumentKind.CREDIT_NOTE: "order.refunded.v1",
    DocumentKind.REVERSAL: "order.refund_failed.v1",
}


def _of_document(document: Invoice) -> Iterator[Line]:
    kind, name = document.snapshot.kind, document.snapshot.kind.replace("_", " ")
    frozen = f"{name} frozen over {document.snapshot.total}"
    requested_by, ids = _REQUESTED_BY[kind], (document.id,)
    yield Line(document.requested_at, frozen, requested_by, ids, stage=Stage.FROZEN)
    if document.numbered_at is not None:
        what = f"{name} numbered {document.number_text}, issued {document.issue_date}"
        numbering = f"numbering:{document.series}"
        yield Line(document.numbered_at, what, numbering, ids, stage=Stage.NUMBERED)


def _of_receipt(receipt: Receipt) -> Iterator[Line]:
    is_receipt = receipt.fact is MailFact.PAID
    mail = "receipt" if is_receipt else f"{receipt.fact.replace('_', ' ')} mail"
    of_document = receipt.fact in OF_DOCUMENT.values()
    queued_by = "invoice.archived.v1" if of_document else "mail.planned.v1"
    # Nobody noted when it was given up, but why.
    end = f", then {receipt.status} ({receipt.why})" if receipt.why else ""
    what = f"{mail} queued{end}"
    yield Line(receipt.queued_at, what, queued_by, (receipt.id,), stage=Stage.QUEUED)
    if receipt.sent_at is not None:
        what = f"{mail} sent, attempt {receipt.attempts}"
        told_by, ids = f"settled by {receipt.settled_by}", (receipt.id, receipt.message_id or "")
        yield Line(receipt.sent_at, what, told_by, ids, stage=Stage.SENT)
