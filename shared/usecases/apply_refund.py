"""Bring an order in line with one report about a refund: money, ledger and documents at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from shared.domain.cause import Cause
from shared.domain.credit_note import (
    TooMuch,
    credit_for,
    credit_note_for,
    credited,
    reversal_for,
    uncredited,
)
from shared.domain.delivery import InboxEntry, LoggedEvent
from shared.domain.errors import Broken, NotYet
from shared.domain.ids import OrderId, PaymentId, RefundId, credit_note_id_of, invoice_id_of
from shared.domain.invoice import Invoice
from shared.domain.ledger import entry_for_correction
from shared.domain.order import Order, OrderStatus
from shared.domain.payment import Payment
from shared.domain.refund import Refund, RefundStatus
from shared.domain.refund_request import RefundRequest
from shared.events.commerce import OrderRefunded, RefundFailed, amount_of, logged
from shared.events.stripe_refund import RefundEvent, StripeRefund
from shared.usecases.ports.database import Key
from shared.usecases.ports.world import Now
from shared.usecases.refund_metadata import request_named, wanted_lines
from shared.usecases.relay import Relay
from shared.usecases.settle_order import Settlement, money_in, presented_as, review
from shared.usecases.stripe_inbox import inbox_key, remember, tell
from shared.usecases.transaction import Session, Transactions


class PaymentUnknown(NotYet):
    """The refund is of a payment that is not stored (yet), or whose order is not paid yet."""


@dataclass(frozen=True, slots=True)
class ApplyRefund:
    transactions: Transactions
    relay: Relay
    now: Now

    def __call__(self, event: RefundEvent, cause: Cause) -> None:
        """Raise `NotYet` while the payment, its order or the invoice's number is missing."""
        at = self.now()
        done = self.transactions(lambda session: _apply(session, event, cause, at))
        # Not the order's status: it is still paid, and would be counted as a sale once more.
        refund = event.data.object
        tell(done, event, {"refund_id": refund.id}, status=_status(refund))
        if done is not None:
            self.relay.try_now(done.rows)


def _apply(session: Session, event: RefundEvent, cause: Cause, at: datetime) -> Settlement | None:
    told = event.data.object
    if told.payment_intent is None:
        raise PaymentUnknown(f"{told.id} names no payment")
    payment_id = PaymentId(told.payment_intent)
    seen = inbox_key(event)
    asked = request_named(told.metadata)
    ours = [Key(RefundRequest, asked)] if asked else []
    session.load(seen, Key(Refund, told.id), Key(Payment, payment_id), *ours)
    if session.get(InboxEntry, seen.id) is not None:
        return None
    payment = session.get(Payment, payment_id)
    if payment is None:
        raise PaymentUnknown(f"{told.id}: {payment_id} is not known")
    order = _order(session, payment.order_id, told.id)
    if asked:
        _answer(session, asked, order, RefundId(told.id))
    done = _fold(session, event, order, payment_id, at=at, cause=cause)
    remember(session, event, order.id, done, at=at, cause=cause)
    return done


def _answer(session: Session, request_id: str, order: Order, refund_id: RefundId) -> None:
    """The reply to our request may have been lost; repeated too late, it would refund twice."""
    request = session.get(RefundRequest, request_id)
    if request is not None and request.order_id == order.id:
        session.save(request.accepted(refund_id))


def _order(session: Session, order_id: OrderId, refund_id: str) -> Order:
    session.load(
        Key(Order, order_id),
        Key(Invoice, invoice_id_of(order_id)),
        Key(Invoice, credit_note_id_of(order_id, refund_id)),
    )
    order = session.get(Order, order_id)
    if order is None or order.status not in {OrderStatus.PAID, OrderStatus.REVIEW}:
        raise PaymentUnknown(f"{refund_id}: {order_id} is not paid yet")
    return order


def _fold(
    session: Session,
    event: RefundEvent,
    order: Order,
    payment_id: PaymentId,
    *,
    at: datetime,
    cause: Cause,
) -> Settlement:
    told = event.data.object
    amount = money_in(told.amount, told.currency)
    if amount is None:
        return review(session, order, "a refund in another currency", at=at, cause=cause)
    known = session.get(Refund, told.id) or Refund(
        id=RefundId(told.id), order_id=order.id, payment_id=payment_id, amount=amount
    )
    refund = known.reported(_status(told))
    invoice = session.get(Invoice, invoice_id_of(order.id))
    moved_at = datetime.fromtimestamp(event.created, UTC)
    if invoice is None:
        session.save(refund)  # money that never became a sale goes back without a document
        return Settlement(order.status)
    if refund.needs_credit_note:
        try:
            return _give_back(session, refund, invoice, told, moved_at=moved_at, at=at, cause=cause)
        except TooMuch as objection:
            return review(session, order, str(objection), at=at, cause=cause)
    if refund.needs_reversal:
        return _take_back(session, refund, invoice, moved_at=moved_at, at=at, cause=cause)
    session.save(refund)
    return Settlement(order.status)


def _give_back(
    session: Session,
    refund: Refund,
    invoice: Invoice,
    told: StripeRefund,
    *,
    moved_at: datetime,
    at: datetime,
    cause: Cause,
) -> Settlement:
    credit = credit_for(invoice, refund.id, refund.amount, wanted_lines(told.metadata))
    note = credit_note_for(
        invoice,
        credit,
        refunded_at=moved_at,
        at=at,
        traceparent=cause.traceparent,
        presented=presented_as(told.presentment_details, refund.amount),
    )
    row = logged(
        OrderRefunded(
            order_id=invoice.order_id,
            refund_id=refund.id,
            credit_note_id=note.id,
            series=note.series,
            amount=amount_of(refund.amount),
        ),
        at=at,
        cause=cause,
    )
    session.save(credited(invoice, credit))
    session.save(replace(refund, credit_note_id=note.id))
    return _book(session, note, row, at=at, cause=cause)


def _take_back(
    session: Session,
    refund: Refund,
    invoice: Invoice,
    *,
    moved_at: datetime,
    at: datetime,
    cause: Cause,
) -> Settlement:
    note = session.get(Invoice, credit_note_id_of(invoice.order_id, refund.id))
    if note is None:
        raise Broken(f"{refund.credit_note_id} has vanished")
    reversal = reversal_for(note, failed_at=moved_at, at=at, traceparent=cause.traceparent)
    row = logged(
        RefundFailed(
            order_id=invoice.order_id,
            refund_id=refund.id,
            reversal_id=reversal.id,
            series=reversal.series,
            amount=amount_of(refund.amount),
        ),
        at=at,
        cause=cause,
    )
    session.save(uncredited(invoice, refund.id))
    session.save(replace(refund, reversal_id=reversal.id))
    return _book(session, reversal, row, at=at, cause=cause)


def _book(
    session: Session, document: Invoice, row: LoggedEvent, *, at: datetime, cause: Cause
) -> Settlement:
    session.create(document)
    session.create(entry_for_correction(document, at=at, cause=cause.id))
    session.create(row)
    return Settlement(OrderStatus.PAID, rows=(row,))


def _status(told: StripeRefund) -> RefundStatus:
    """Stripe may add a status any day; what we do not know has not happened yet."""
    match told.status:
        case "succeeded":
            return RefundStatus.SUCCEEDED
        case "failed" | "canceled":
            return RefundStatus.FAILED
        case _:
            return RefundStatus.PENDING
