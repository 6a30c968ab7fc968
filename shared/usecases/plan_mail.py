"""A mail that is owed, created in the very commit of the fact that it tells."""

from __future__ import annotations

from datetime import datetime

from shared.domain.cause import Cause
from shared.domain.delivery import LoggedEvent
from shared.domain.ids import OrderId, ReceiptId, status_receipt_id_of
from shared.domain.mail_plan import planned
from shared.domain.order import Order, OrderStatus
from shared.domain.parties import Seller
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.events.commerce import MailPlanned, logged
from shared.usecases.transaction import Session


def mail_of(order_id: OrderId, reported: OrderStatus) -> ReceiptId | None:
    """The mail that this report brings, if any."""
    fact = planned(reported)
    return None if fact is None else status_receipt_id_of(order_id, fact)


def plan_status_mail(
    session: Session,
    order: Order,
    reported: OrderStatus,
    *,
    seller: Seller,
    at: datetime,
    cause: Cause,
) -> tuple[LoggedEvent, ...]:
    """The row to relay; none if no mail is owed, or it was planned before."""
    fact = planned(reported)
    if fact is None:
        return ()
    receipt = Receipt(
        id=status_receipt_id_of(order.id, fact),
        order_id=order.id,
        fact=fact,
        status=ReceiptStatus.QUEUED,
        queued_at=at,
        traceparent=cause.traceparent,
        seller=seller,
    )
    return plan_mail(session, receipt, at=at, cause=cause)


def plan_mail(
    session: Session, receipt: Receipt, *, at: datetime, cause: Cause
) -> tuple[LoggedEvent, ...]:
    if session.get(Receipt, receipt.id) is not None:
        return ()
    row = logged(
        MailPlanned(
            order_id=receipt.order_id,
            receipt_id=receipt.id,
            fact=receipt.fact,
            invoice_id=receipt.invoice_id,
        ),
        at=at,
        cause=cause,
    )
    session.create(receipt)
    session.create(row)
    return (row,)
