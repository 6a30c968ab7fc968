"""Nothing is in limbo: mails, events, checkouts and dead letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shared.domain.delivery import Outcome
from shared.domain.ids import OrderId, invoice_id_of, receipt_id_of
from shared.domain.mail_plan import OF_DOCUMENT
from shared.domain.order import OrderStatus
from shared.domain.receipt import ATTEMPTS_MAX, ReceiptStatus
from shared.events.commerce import fact_id
from shared.usecases.audit.books import Books, Breach, Found


def receipts_are_settled(books: Books) -> Found:
    """One receipt per archived invoice; every mail sent, refused for good, or overtaken."""
    name = "9 one receipt per invoice"
    of_document = Counter(
        receipt.invoice_id
        for receipt in books.receipts.values()
        if receipt.fact in OF_DOCUMENT.values()
    )
    for invoice in books.invoices.values():
        if invoice.document is not None and of_document[invoice.id] != 1:
            yield Breach(name, f"{of_document[invoice.id]} receipts", (invoice.id,))
    archived = {invoice.id for invoice in books.invoices.values() if invoice.document is not None}
    for receipt in books.receipts.values():
        if receipt.invoice_id is not None and receipt.invoice_id not in archived:
            yield Breach(name, "a receipt without its document", (receipt.id, receipt.order_id))
        late = books.is_late(receipt.queued_at, books.patience.receipt)
        if not receipt.is_settled and late:
            yield Breach(name, f"still {receipt.status}", (receipt.id, receipt.order_id))
        if receipt.attempts > ATTEMPTS_MAX:
            yield Breach(name, f"{receipt.attempts} attempts", (receipt.id, receipt.order_id))


def events_are_relayed(books: Books) -> Found:
    for event in books.events.values():
        if event.due_at is not None and books.is_late(event.due_at, books.patience.outbox):
            yield Breach("12 outbox is empty", f"{event.type} not relayed", (event.id,))


def events_are_applied(books: Books) -> Found:
    """Every event about an order was applied, or a person can read why not."""
    name = "10 no event in limbo"
    for entry in books.inbox.values():
        if entry.outcome is Outcome.PARKED and not entry.why:
            yield Breach(name, "parked without a reason", (entry.id,))
        if entry.order_id is not None and entry.order_id not in books.orders:
            yield Breach(name, "applied to an order that does not exist", (entry.id,))


def keys_are_answered(books: Books) -> Found:
    name = "15 checkout keys are answered"
    for key in books.keys.values():
        order = books.orders.get(key.order_id)
        if order is None:
            yield Breach(name, "a key without its order", (key.id, key.order_id))
            continue
        # A caller who never came back leaves an order that expires by itself.
        open_ = key.answer is None and order.status is not OrderStatus.EXPIRED
        abandoned = order.status is OrderStatus.CREATING
        if open_ and not abandoned and books.is_late(key.lease_until, books.patience.checkout):
            yield Breach(name, f"no answer kept for a {order.status} order", (key.id, order.id))
        if key.answer is not None and key.answer.body and order.id not in key.answer.body:
            yield Breach(name, "the answer is of another order", (key.id, order.id))


def every_step_left_its_event(books: Books) -> Found:
    for order_id, event_type, subject in (*_steps(books), *_refund_steps(books)):
        if fact_id(order_id, event_type, subject) not in books.events:
            what = f"{event_type} was never written"
            yield Breach("12 outbox is empty", what, tuple(filter(None, (order_id, subject))))


def _steps(books: Books) -> Iterator[tuple[OrderId, str, str]]:
    """What was done, and the event that tells it."""
    for order in books.orders.values():
        if order.status is OrderStatus.PAID:
            yield order.id, "order.paid.v1", ""
        if any(step.status is OrderStatus.REVIEW for step in order.history):
            yield order.id, "order.review_needed.v1", ""
    for invoice in books.invoices.values():
        subject = "" if invoice.id == invoice_id_of(invoice.order_id) else invoice.id
        if invoice.number is not None:
            yield invoice.order_id, "invoice.numbered.v1", subject
        if invoice.document is not None:
            yield invoice.order_id, "invoice.archived.v1", subject
    for receipt in books.receipts.values():
        if receipt.status is ReceiptStatus.SENT:
            of_invoice = receipt.id == receipt_id_of(invoice_id_of(receipt.order_id))
            yield receipt.order_id, "receipt.sent.v1", "" if of_invoice else receipt.id


def _refund_steps(books: Books) -> Iterator[tuple[OrderId, str, str]]:
    for refund in books.refunds.values():
        if refund.credit_note_id is not None:
            yield refund.order_id, "order.refunded.v1", refund.id
        if refund.reversal_id is not None:
            yield refund.order_id, "order.refund_failed.v1", refund.id
