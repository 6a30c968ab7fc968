"""Stripe's events about what was paid and given back, from how a story tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.builders.stripe_events import (
    a_charge_event,
    a_refund_event,
    a_session_event,
    an_intent_event,
)
from tests.chaos.refund_desk import Refunded
from tests.chaos.told import Told


@dataclass(frozen=True, slots=True)
class Paid:
    order_id: str
    payment_intent: str
    amount_minor: int
    at: datetime


def payment_event(told: Told, paid: Paid) -> bytes:
    subject, _, kind = told.type.rpartition(".")
    event_id = f"evt_{kind}_{paid.payment_intent}"
    if subject == "payment_intent":
        return an_intent_event(
            kind,
            order_id=paid.order_id,
            amount_minor=paid.amount_minor,
            payment_intent=paid.payment_intent,
            event_id=event_id,
            at=paid.at,
        )
    return a_session_event(
        kind,
        order_id=paid.order_id,
        amount_minor=paid.amount_minor,
        payment_intent=paid.payment_intent,
        payment_status=told.status,
        event_id=event_id,
        at=paid.at,
    )


def refund_event(told: Told, refund: Refunded, number: int, at: datetime) -> bytes:
    """`number` tells apart the events about one refund."""
    subject, _, kind = told.type.rpartition(".")
    event_id = f"evt_{refund.id}_{number}"
    if subject == "charge":
        return a_charge_event(
            amount_refunded_minor=refund.amount_minor,
            event_id=event_id,
            at=at,
        )
    return a_refund_event(
        kind,
        amount_minor=refund.amount_minor,
        refund_id=refund.id,
        event_id=event_id,
        status=told.status,
        metadata=dict(refund.metadata),
        at=at,
    )
