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
from shared.domain.ids import (
    InvoiceId,
    OrderId,
    PaymentId,
    ReceiptId,
    invoice_id_of,
    receipt_id_of,
    suffix_of,
)
from shared.domain.money import Money


class Fact(BaseModel):
    # A reader may run an older build than the writer, so unknown fields are dropped.
    model_config = ConfigDict(frozen=True, extra="ignore")

    order_id: OrderId

    @property
    def subject(self) -> str:
        """What tells this fact from others of its type about the same order; mostly nothing."""
        return ""


class Amount(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    minor: NonNegativeInt
    currency: Annotated[str, Field(pattern=r"^[a-z]{3}$")]


class OrderPaid(Fact):
    """Without an invoice where the provider is the merchant of record, and issues its own."""

    type: Literal["order.paid.v1"] = "order.paid.v1"
    payment_id: PaymentId
    invoice_id: InvoiceId | None = None
    series: str | None = None
    total: Amount


class OrderNeedsReview(Fact):
    type: Literal["order.review_needed.v1"] = "order.review_needed.v1"
    why: str


class OrderRefunded(Fact):
    type: Literal["order.refunded.v1"] = "order.refunded.v1"
    refund_id: str
    credit_note_id: InvoiceId
    series: str
    amount: Amount

    @property
    def subject(self) -> str:
        return self.refund_id


class RefundFailed(Fact):
    """The money never arrived: what the credit note took back counts again."""

    type: Literal["order.refund_failed.v1"] = "order.refund_failed.v1"
    refund_id: str
    reversal_id: InvoiceId
    series: str
    amount: Amount

    @property
    def subject(self) -> str:
        return self.refund_id


class DocumentFact(Fact):
    """About one document of the order, which may have several: an invoice and credit notes."""

    invoice_id: InvoiceId

    @property
    def subject(self) -> str:
        return "" if self.invoice_id == invoice_id_of(self.order_id) else self.invoice_id


class InvoiceNumbered(DocumentFact):
    type: Literal["invoice.numbered.v1"] = "invoice.numbered.v1"
    number_text: str


class InvoiceArchived(DocumentFact):
    type: Literal["invoice.archived.v1"] = "invoice.archived.v1"
    receipt_id: ReceiptId
    sha256: str
    has_xml: bool = False  # an e-invoice inside; without one, the sale has no form in EN 16931


class MailPlanned(Fact):
    """A mail is owed that no document brings by itself; its task follows from this."""

    type: Literal["mail.planned.v1"] = "mail.planned.v1"
    receipt_id: ReceiptId
    fact: str  # of `MailFact`; a reader may be older than the fact
    invoice_id: InvoiceId | None = None  # the document that is sent again

    @property
    def subject(self) -> str:
        return self.receipt_id


class ReceiptSent(Fact):
    type: Literal["receipt.sent.v1"] = "receipt.sent.v1"
    receipt_id: ReceiptId
    message_id: str

    @property
    def subject(self) -> str:
        of_invoice = receipt_id_of(invoice_id_of(self.order_id))
        return "" if self.receipt_id == of_invoice else self.receipt_id


CommerceEvent = Annotated[
    OrderPaid
    | OrderNeedsReview
    | OrderRefunded
    | RefundFailed
    | InvoiceNumbered
    | InvoiceArchived
    | MailPlanned
    | ReceiptSent,
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


def fact_id(order_id: OrderId, event_type: str, subject: str = "") -> str:
    """`abc:order.paid.v1`, `abc:order.refunded.v1:re_1`."""
    return ":".join(filter(None, (suffix_of(order_id), event_type, subject)))


def logged(event: CommerceEvent, *, at: datetime, cause: Cause) -> LoggedEvent:
    """The row that is history and outbox in one. Its id names the fact, so it exists once."""
    event_id = fact_id(event.order_id, event.type, event.subject)
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
