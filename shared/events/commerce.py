"""What we tell the rest of the system.

A published schema only gains optional fields; anything else is a new `type` with the next
version suffix, and its writers switch one release after its readers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    StrictInt,
    TypeAdapter,
)

from shared.domain.cause import Cause
from shared.domain.delivery import OUTBOX_SHARDS, LoggedEvent
from shared.domain.ids import InvoiceId, OrderId, PaymentId, ReceiptId, suffix_of
from shared.domain.money import Money


class Fact(BaseModel):
    # A reader may run an older build than the writer, so unknown fields are dropped.
    model_config = ConfigDict(frozen=True, extra="ignore")

    order_id: OrderId


class Amount(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    minor: NonNegativeInt
    currency: Annotated[str, Field(pattern=r"^[a-z]{3}$")]


class OrderPaid(Fact):
    type: Literal["order.paid.v1"] = "order.paid.v1"
    payment_id: PaymentId
    invoice_id: InvoiceId
    series: str
    total: Amount


class OrderNeedsReview(Fact):
    type: Literal["order.review_needed.v1"] = "order.review_needed.v1"
    why: str


class InvoiceNumbered(Fact):
    type: Literal["invoice.numbered.v1"] = "invoice.numbered.v1"
    invoice_id: InvoiceId
    number_text: str


class InvoiceArchived(Fact):
    type: Literal["invoice.archived.v1"] = "invoice.archived.v1"
    invoice_id: InvoiceId
    receipt_id: ReceiptId
    sha256: str


class ReceiptSent(Fact):
    type: Literal["receipt.sent.v1"] = "receipt.sent.v1"
    receipt_id: ReceiptId
    message_id: str


CommerceEvent = Annotated[
    OrderPaid | OrderNeedsReview | InvoiceNumbered | InvoiceArchived | ReceiptSent,
    Field(discriminator="type"),
]

SCHEMA_VERSION = 1


class Envelope(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    schema_version: int = SCHEMA_VERSION
    occurred_at: AwareDatetime
    caused_by: str
    traceparent: str
    event: CommerceEvent


class EnvelopeHead(BaseModel):
    """What every release reads first, whatever the rest looks like in a newer one."""

    model_config = ConfigDict(extra="ignore")

    id: str
    schema_version: StrictInt


ENVELOPE_HEAD: TypeAdapter[EnvelopeHead] = TypeAdapter(EnvelopeHead)
ENVELOPE: TypeAdapter[Envelope] = TypeAdapter(Envelope)


def amount_of(money: Money) -> Amount:
    return Amount(minor=money.minor, currency=money.currency)


def logged(event: CommerceEvent, *, at: datetime, cause: Cause) -> LoggedEvent:
    """The row that is history and outbox in one. Its id names the fact, so it exists once."""
    event_id = f"{suffix_of(event.order_id)}:{event.type}"
    envelope = Envelope(
        id=event_id,
        occurred_at=at,
        caused_by=cause.id,
        traceparent=cause.traceparent,
        event=event,
    )
    return LoggedEvent(
        id=event_id,
        type=event.type,
        order_id=event.order_id,
        occurred_at=at,
        caused_by=cause.id,
        traceparent=cause.traceparent,
        body=envelope.model_dump_json(),
        shard=sum(event_id.encode()) % OUTBOX_SHARDS,
        due_at=at,
    )
