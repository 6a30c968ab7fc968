"""Bring an order in line with one of Stripe's events: every effect in one commit, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from shared.domain.cause import Cause
from shared.domain.delivery import Effect, InboxEntry
from shared.domain.errors import NotYet
from shared.domain.ids import OrderId, PaymentId
from shared.domain.mail_plan import planned
from shared.domain.order import Order, OrderStatus
from shared.domain.parties import Seller
from shared.domain.payment import Payment
from shared.domain.receipt import Receipt
from shared.domain.reference_rates import ReferenceRates
from shared.domain.taxed_sale import TaxedSale
from shared.events.stripe import IntentEvent, SessionEvent
from shared.usecases.lines_from_session import Objection
from shared.usecases.national_tax import keys_of_rates
from shared.usecases.plan_mail import mail_of, plan_status_mail
from shared.usecases.ports.database import Key
from shared.usecases.ports.world import Now
from shared.usecases.read_taxed_sale import ReadTaxedSale
from shared.usecases.relay import Relay
from shared.usecases.settle_order import Settlement, buyer_of, money_in, review, settle_order
from shared.usecases.stripe_inbox import inbox_key, remember, tell
from shared.usecases.transaction import Session, Transactions


class OrderUnknown(NotYet):
    """The event names an order that is not stored (yet)."""


@dataclass(frozen=True, slots=True)
class ApplyStripeEvent:
    transactions: Transactions
    relay: Relay
    seller: Seller
    read_taxed: ReadTaxedSale
    now: Now

    def __call__(self, event: SessionEvent | IntentEvent, order_id: OrderId, cause: Cause) -> None:
        """Raise `OrderUnknown` while the order is not stored.

        `NoExchangeRate` while the tax cannot be stated as the seller's state wants it.
        `Unavailable` while the provider, who taxed the sale, does not say how.
        """
        received_at = self.now()
        taxed = self._taxed(event)
        done = self.transactions(
            lambda session: self._apply(session, event, order_id, cause, received_at, taxed)
        )
        tell(done, event, {"order_id": order_id}, status=done.status if done else "")
        if done is not None:
            self.relay.try_now(done.rows)

    def _taxed(self, event: SessionEvent | IntentEvent) -> TaxedSale | Objection | None:
        if isinstance(event, IntentEvent) or _reported(event) is not None:
            return None
        return self.read_taxed(event.data.object)

    def _apply(
        self,
        session: Session,
        event: SessionEvent | IntentEvent,
        order_id: OrderId,
        cause: Cause,
        received_at: datetime,
        taxed: TaxedSale | Objection | None,
    ) -> Settlement | None:
        seen = inbox_key(event)
        of_event = (
            *_keys_of_money(event),
            *_key_of_mail(event, order_id),
            *self._keys_of_rates(event),
        )
        session.load(seen, Key(Order, order_id), *of_event)
        if session.get(InboxEntry, seen.id) is not None:
            return None
        order = session.get(Order, order_id)
        if order is None:
            raise OrderUnknown(f"{event.id}: {order_id} is not known")
        done = self._fold(session, event, order, received_at, cause, taxed)
        remember(session, event, order_id, done, at=received_at, cause=cause)
        return done

    def _keys_of_rates(self, event: SessionEvent | IntentEvent) -> tuple[Key[ReferenceRates], ...]:
        if isinstance(event, IntentEvent) or _reported(event) is not None:
            return ()
        return keys_of_rates(self.seller, event.data.object.currency)

    def _fold(
        self,
        session: Session,
        event: SessionEvent | IntentEvent,
        order: Order,
        at: datetime,
        cause: Cause,
        taxed: TaxedSale | Objection | None,
    ) -> Settlement:
        if isinstance(event, IntentEvent):
            return _fold_intent(session, event, order, at=at, cause=cause)
        reported = _reported(event)
        if reported is None:
            return settle_order(
                session,
                order,
                event.data.object,
                taxed=taxed,
                seller=self.seller,
                paid_at=_occurred_at(event),
                at=at,
                cause=cause,
            )
        if planned(reported) is not None:
            order = order.met(buyer_of(event.data.object.customer_details))
        after = order.advance(reported, at=at, cause=event.id)
        session.save(after)
        rows = plan_status_mail(session, after, reported, seller=self.seller, at=at, cause=cause)
        return Settlement(after.status, rows)


def _reported(event: SessionEvent) -> OrderStatus | None:
    """What became of the order by this report; None if it is that the money is in."""
    match event.type:
        case "checkout.session.expired":
            return OrderStatus.EXPIRED
        case "checkout.session.async_payment_failed":
            return OrderStatus.FAILED
        case "checkout.session.completed" if event.data.object.payment_status == "unpaid":
            return OrderStatus.AWAITING_FUNDS
        case _:
            return None


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


def _key_of_mail(event: SessionEvent | IntentEvent, order_id: OrderId) -> list[Key[Receipt]]:
    reported = None if isinstance(event, IntentEvent) else _reported(event)
    receipt_id = None if reported is None else mail_of(order_id, reported)
    return [] if receipt_id is None else [Key(Receipt, receipt_id)]
