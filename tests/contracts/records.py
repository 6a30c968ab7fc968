"""One record of every kind twice: with all that it can hold, and with no more than it must."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from shared.domain.checkout_key import CheckoutKey, StoredAnswer
from shared.domain.delivery import DeadLetter, Effect, InboxEntry, LoggedEvent, Outcome
from shared.domain.invoice import ArchivedDocument
from shared.domain.ledger import entry_for_sale
from shared.domain.money import Money
from shared.domain.numbering import ClosedYear, SeriesHead, record_of
from shared.domain.payment import Payment
from shared.domain.receipt import Receipt
from shared.usecases.ports.database import Record
from tests.builders.invoices import (
    ORDER_ID,
    PAYMENT_ID,
    TRACEPARENT,
    a_line,
    a_numbered_invoice,
    a_receipt,
    an_invoice,
)
from tests.builders.orders import a_paid_order, an_order
from tests.fakes.world import NOON

LATER = NOON + timedelta(minutes=15, microseconds=1)
_LINES = (a_line(), a_line("Quiet Fjord", quantity=3, vat_percent="6.5"))

# Nothing in these is optional.
_EFFECT = Effect(f"pay:{PAYMENT_ID}", ORDER_ID, "evt_1", NOON)
_ENTRY = entry_for_sale(an_invoice(*_LINES).snapshot, at=NOON, cause="evt_1")
_NUMBER = record_of(a_numbered_invoice())


def _a_key() -> CheckoutKey:
    return CheckoutKey(
        id="5e88", body_sha256="9f86", order_id=ORDER_ID, created_at=NOON, lease_until=LATER
    )


def _an_inbox_entry() -> InboxEntry:
    return InboxEntry(
        id="stripe:evt_1",
        type="charge.updated",
        outcome=Outcome.IGNORED,
        received_at=NOON,
        traceparent=TRACEPARENT,
    )


def _a_dead_letter(attributes: Mapping[str, str]) -> DeadLetter:
    return DeadLetter(
        id="dl_1",
        source="payment-processor",
        reason="DeliveryAttempts",
        body='{"name": "Åsa\\u0000"}',
        attributes=dict(attributes),
        kept_at=NOON,
    )


def _a_logged_event() -> LoggedEvent:
    return LoggedEvent(
        id="evt_order.paid",
        type="order.paid.v1",
        order_id=ORDER_ID,
        occurred_at=NOON,
        caused_by="evt_1",
        traceparent=TRACEPARENT,
        body="{}",
        shard=15,
        due_at=LATER,
    )


def _a_head() -> SeriesHead:
    return SeriesHead(
        id="INV", year=2026, next=124, last_issue_date=date(2026, 11, 22), last_numbered_at=NOON
    )


def _a_sent_receipt() -> Receipt:
    claimed = a_receipt(an_invoice()).claim("holder-1", at=NOON)
    sent = claimed.confirmed("ses-1", at=LATER, by="reply").has_bounced()
    return replace(sent, lease_until=LATER, why="Bounce")


FULL: tuple[Record, ...] = (
    replace(_a_key(), answer=StoredAnswer(201, '{"total": "49.90"}')),
    _a_dead_letter({"traceparent": TRACEPARENT, "a.dotted `name`": "Ä"}),
    _EFFECT,
    replace(_an_inbox_entry(), order_id=ORDER_ID, why="not ours"),
    a_numbered_invoice(*_LINES).archived(ArchivedDocument("invoices/1.pdf", "e3b0c442", 2**53 + 1)),
    _ENTRY,
    _a_logged_event(),
    _NUMBER,
    a_paid_order(*_LINES),
    Payment(
        id=PAYMENT_ID,
        order_id=ORDER_ID,
        received=Money(8900, "eur"),
        succeeded_at=LATER,
        declines=("evt_1", "evt_2"),
    ),
    _a_sent_receipt(),
    replace(_a_head(), closed=(ClosedYear(2024, 7), ClosedYear(2025, 3120))),
)

BARE: tuple[Record, ...] = (
    _a_key(),
    _a_dead_letter({}),
    _EFFECT,
    _an_inbox_entry(),
    an_invoice(),
    _ENTRY,
    replace(_a_logged_event(), due_at=None),
    _NUMBER,
    replace(an_order(), history=()),
    Payment(id=PAYMENT_ID, order_id=ORDER_ID),
    a_receipt(an_invoice()),
    _a_head(),
)
