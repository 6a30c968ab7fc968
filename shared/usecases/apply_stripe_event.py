"""Bring an order in line with one of Stripe's events: every effect in one commit, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from shared.domain.cause import Cause
from shared.domain.delivery import Effect, InboxEntry
from shared.domain.errors import NotYet
from shared.domain.ids import OrderId, PaymentId
from shared.domain.order import Order, OrderStatus
from shared.domain.parties import Seller
from shared.domain.payment import Payment
from shared.events.stripe import IntentEvent, SessionEvent
from shared.usecases.ports.database import Key
from shared.usecases.ports.world import Now
from shared.usecases.relay import Relay
from shared.usecases.settle_order import Settlement, money_in, review, settle_order
from shared.usecases.stripe_inbox import inbox_key, remember, tell
from shared.usecases.transaction import Session, Transactions


class OrderUnknown(NotYet):
    """The event names an order that is not stored (yet)."""


@dataclass(frozen=True, slots=True)
class ApplyStripeEvent:
    transactions: Transactions
    relay: Relay
    seller: Seller
    now: Now

    def __call__(self, event: SessionEvent | IntentEvent, order_id: OrderId, cause: Cause) -> None:
        """Raise `OrderUnknown` while the order is not stored."""
        received_at = self.now()
        done = self.transactions(
            lambda session: self._apply(session, event, order_id, cause, received_at)
        )
        tell(done, event, {"order_id": order_id}, status=done.status if done else "")
        if done is not None:
            self.relay.try_now(done.rows)

    def _apply(
        self,
        session: Session,
        event: SessionEvent | IntentEvent,
        order_id: OrderId,
        cause: Cause,
        received_at: datetime,
    ) -> Settlement | None:
        seen = inbox_key(event)
        session.load(seen, Key(Order, order_id), *_keys_of_money(event))
        if session.get(InboxEntry, seen.id) is not None:
            return None
        order = session.get(Order, order_id)
        if order is None:
            raise OrderUnknown(f"{event.id}: {order_id} is not known")
        done = self._fold(session, event, order, received_at, cause)
        remember(session, event, order_id, done, at=received_at, cause=cause)
        return done

    def _fold(
        self,
        session: Session,
        event: SessionEvent | IntentEvent,
        order: Order,
        at: datetime,
        cause: Cause,
    ) -> Settlement:
        if isinstance(event, IntentEvent):
            return _fold_intent(session, event, order, at=at, cause=cause)
        match event.type:
            case "checkout.session.expired":
                status = OrderStatus.EXPIRED
            case "checkout.session.async_payment_failed":
                status = OrderStatus.FAILED
            case "checkout.session.completed" if event.data.object.payment_status == "unpaid":
                status = OrderStatus.AWAITING_FUNDS
            case _:
                return settle_order(
                    session,
                    order,
                    event.data.object,
                    seller=self.seller,
                    paid_at=_occurred_at(event),
                    at=at,
                    cause=cause,
                )
        after = order.advance(status, at=at, cause=event.id)
        session.save(after)
        return Settlement(after.status)


def _fold_intent(
    session: Session, event: IntentEvent, order: Order, *, at: datetime, cause: Cause
) -> Settlement:
    """Money and declines that arrive before their checkout wait here and are folded in."""
    intent = event.data.object
    payment_id = PaymentId(intent.id)
    payment = session.get(Payment, payment_id) or Payment(id=payment_id, order_id=order.id)
    if payment.order_id != order.id:
        return review(session, order, "the payment is of another order", at=at, cause=cause)
    if event.type == "payment_intent.payment_failed":
        session.save(payment.declined(event.id))
        return Settlement(order.status)
    received = money_in(intent.amount_received, intent.currency)
    if received is None or received != order.total:
        why = "the amount received is not the order's total"
        return review(session, order, why, at=at, cause=cause)
    session.save(payment.received_at_least(received, at=_occurred_at(event)))
    return Settlement(order.status)


def _occurred_at(event: SessionEvent | IntentEvent) -> datetime:
    return datetime.fromtimestamp(event.created, UTC)


def _keys_of_money(event: SessionEvent | IntentEvent) -> list[Key[Payment] | Key[Effect]]:
    named = event.data.object.id if isinstance(event, IntentEvent) else None
    payment_id = named or getattr(event.data.object, "payment_intent", None)
    if payment_id is None:
        return []
    return [Key(Payment, payment_id), Key(Effect, f"pay:{payment_id}")]
