"""Let the mail provider's own events settle what a lost reply left in doubt."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from shared.domain.cause import Cause
from shared.domain.delivery import InboxEntry, LoggedEvent, Outcome
from shared.domain.ids import ReceiptId, is_receipt_id
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.events.ses import RECEIPT_TAG, SES_EVENT, SNS_NOTIFICATION, SesEvent
from shared.usecases.ports.database import Key
from shared.usecases.ports.world import Now
from shared.usecases.receive_provider_event import Unreadable
from shared.usecases.relay import Relay
from shared.usecases.send_receipt import announce
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)

PROOF_OF_SENDING = {"Send", "Delivery", "Bounce", "Complaint"}  # none exists without a send


@dataclass(frozen=True, slots=True)
class SettleReceipt:
    transactions: Transactions
    relay: Relay
    now: Now

    def __call__(self, body: bytes, traceparent: str) -> None:
        """Take an SNS notification; raise `Unreadable` for what is none of SES."""
        try:
            notification = SNS_NOTIFICATION.validate_json(body)
            event = SES_EVENT.validate_json(notification.message)
        except ValidationError as error:
            raise Unreadable("not an SES event in an SNS notification") from error
        cause = Cause(f"ses:{notification.message_id}", traceparent)
        at = self.now()
        rows = self.transactions(lambda session: _settle(session, event, cause, at))
        self.relay.try_now(rows)


def _settle(
    session: Session, event: SesEvent, cause: Cause, received_at: datetime
) -> tuple[LoggedEvent, ...]:
    receipt_id = _receipt_id(event)
    known = [Key(Receipt, receipt_id)] if receipt_id else []
    session.load(Key(InboxEntry, cause.id), *known)
    if session.get(InboxEntry, cause.id) is not None:
        return ()
    receipt = session.get(Receipt, receipt_id) if receipt_id else None
    proven = receipt if event.event_type in PROOF_OF_SENDING else None
    session.create(
        InboxEntry(
            id=cause.id,
            type=f"ses.{event.event_type}"[:100],
            outcome=Outcome.IGNORED if proven is None else Outcome.APPLIED,
            received_at=received_at,
            traceparent=cause.traceparent,
            order_id=None if proven is None else proven.order_id,
        )
    )
    return () if proven is None else _fold(session, proven, event, cause)


def _receipt_id(event: SesEvent) -> ReceiptId | None:
    named = (event.mail.tags.get(RECEIPT_TAG) or [""])[0]
    return ReceiptId(named) if is_receipt_id(named) else None


def _fold(
    session: Session, receipt: Receipt, event: SesEvent, cause: Cause
) -> tuple[LoggedEvent, ...]:
    at, message_id = event.mail.timestamp, event.mail.message_id
    after = receipt.confirmed(message_id, at=at, by=cause.id)
    if event.event_type in {"Bounce", "Complaint"}:
        log.warning("receipt bounced", extra={"order_id": receipt.order_id})
        after = after.has_bounced()
    session.save(after)
    if receipt.status is ReceiptStatus.SENT:
        return ()
    return announce(session, receipt, message_id, at, cause)
