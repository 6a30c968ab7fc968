"""Sort one message of `provider-events`: apply it, ignore it, or park it with its reason."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from pydantic import ValidationError

from shared.domain.cause import Cause
from shared.domain.delivery import InboxEntry, Outcome
from shared.domain.errors import Refused
from shared.domain.ids import OrderId, is_order_id
from shared.events.stripe import (
    EVENT_HEAD,
    STRIPE_EVENT,
    SUBSCRIBED_TYPES,
    IntentEvent,
    SessionEvent,
)
from shared.events.stripe_refund import RefundEvent
from shared.events.stripe_slice import EventHead
from shared.usecases.apply_refund import ApplyRefund
from shared.usecases.apply_stripe_event import ApplyStripeEvent
from shared.usecases.ports.world import Now
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)


class Unreadable(Refused):
    """The message is no event of this provider."""


@dataclass(frozen=True, slots=True)
class ReceiveStripeEvent:
    apply: ApplyStripeEvent
    apply_refund: ApplyRefund
    transactions: Transactions
    now: Now

    def __call__(self, body: bytes, traceparent: str) -> None:
        """Raise `Unreadable` for what is no event, `OrderUnknown` for one that came early."""
        try:
            head = EVENT_HEAD.validate_json(body)
        except ValidationError as error:
            raise Unreadable(f"not a snapshot event: {_places(error)}") from error
        if head.type not in SUBSCRIBED_TYPES:
            self._note(head, Outcome.IGNORED, traceparent, "a type we do not subscribe to")
            return
        try:
            event = STRIPE_EVENT.validate_json(body)
        except ValidationError as error:
            raise Unreadable(f"{head.id} ({head.type}): {_places(error)}") from error
        cause = Cause(event.id, traceparent)
        if isinstance(event, RefundEvent):
            self.apply_refund(event, cause)
            return
        order_id = _order_id(event)
        if order_id is None:
            self._note(head, Outcome.IGNORED, traceparent, "names no order of ours")
            return
        self.apply(event, order_id, cause)

    def _note(self, head: EventHead, outcome: Outcome, traceparent: str, why: str) -> None:
        entry = InboxEntry(
            id=f"stripe:{head.id}",
            type=head.type[:100],
            outcome=outcome,
            received_at=self.now(),
            traceparent=traceparent,
            why=why,
        )

        def note(session: Session) -> None:
            if session.get(InboxEntry, entry.id) is None:
                session.create(entry)

        self.transactions(note)
        log.info("event ignored", extra={"event_id": head.id, "event_type": head.type, "why": why})


def _order_id(event: SessionEvent | IntentEvent) -> OrderId | None:
    if isinstance(event, IntentEvent):
        named = event.data.object.metadata.get("order_id", "")
    else:
        named = event.data.object.client_reference_id or ""
    return OrderId(named) if is_order_id(named) else None


def _places(error: ValidationError) -> str:
    """Where the message deviates, without its values: they may be personal."""
    places = (".".join(map(str, detail["loc"])) or "body" for detail in error.errors())
    return ", ".join(sorted(set(places)))[:300]
