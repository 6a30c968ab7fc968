"""What all who apply Stripe's events share: each event once, and its outcome kept and told."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from shared.domain.cause import Cause
from shared.domain.delivery import InboxEntry, Outcome
from shared.domain.ids import OrderId
from shared.events.stripe_slice import EventHead
from shared.usecases.ports.database import Key
from shared.usecases.settle_order import Settlement
from shared.usecases.transaction import Session

log = logging.getLogger(__name__)


def inbox_key(event: EventHead) -> Key[InboxEntry]:
    """Where it stands that the event was seen."""
    return Key(InboxEntry, f"stripe:{event.id}")


def remember(
    session: Session,
    event: EventHead,
    order_id: OrderId,
    done: Settlement,
    *,
    at: datetime,
    cause: Cause,
) -> None:
    """In the commit that holds the event's effects."""
    session.create(
        InboxEntry(
            id=inbox_key(event).id,
            type=event.type,
            outcome=Outcome.PARKED if done.why else Outcome.APPLIED,
            received_at=at,
            traceparent=cause.traceparent,
            order_id=order_id,
            why=done.why,
        )
    )


def tell(
    done: Settlement | None, event: EventHead, subject: Mapping[str, str], *, status: str
) -> None:
    """Log what became of the event; None if it was seen before.

    `subject` names what the event is about, `status` where that has come to.
    """
    ids = {"event_id": event.id, "event_type": event.type, **subject}
    if done is None:
        log.info("event seen before", extra=ids)
    elif done.why:
        log.error("event parked", extra={**ids, "why": done.why})
    else:
        log.info("event applied", extra={**ids, "status": status})
