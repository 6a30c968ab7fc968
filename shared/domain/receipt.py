"""One e-mail per business fact, although the mail provider has no idempotency key.

QUEUED → SENDING (fence, lease) → SENT, or UNKNOWN when nobody can tell whether it went out.
UNKNOWN is settled by the provider's own Send event; only after a long silence is the mail
sent once more, and that is counted. A lease that ran out never leads to a blind resend.
What is true no more before it is out becomes SUPERSEDED, and stays here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.errors import NotYet
from shared.domain.ids import InvoiceId, OrderId, ReceiptId
from shared.domain.mail_fact import MailFact
from shared.domain.parties import Seller

ATTEMPTS_MAX = 2  # the first, and one counted resend


class ReceiptStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"  # permanently: bad address, or refused by the provider
    SUPERSEDED = "superseded"  # what it would have told was true no more


@dataclass(frozen=True, slots=True)
class Grace:
    """How long to wait before believing that nothing will come."""

    lease: timedelta = timedelta(seconds=60)  # longer than one attempt's budget
    silence: timedelta = timedelta(minutes=15)  # for the provider's event, once in doubt


GRACE = Grace()


class OutcomeUnknown(NotYet):
    """The mail may be out. The provider's event will tell, or silence will."""


class BeingSent(NotYet):
    """Another attempt holds the lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    id: ReceiptId
    order_id: OrderId
    fact: MailFact
    status: ReceiptStatus
    queued_at: datetime
    traceparent: str
    invoice_id: InvoiceId | None = None  # the document that it carries, if it carries one
    seller: Seller | None = None  # in whose name; a document says so itself
    requested_by: str = ""  # who in the shop wanted it sent again
    fence: int = 0  # grows with every claim; a holder of an older one must not send
    attempts: int = 0  # how many sends may have reached the provider
    lease_until: datetime | None = None
    holder: str | None = None  # who took the lease: tells a lost reply from a rival
    message_id: str | None = None
    sent_at: datetime | None = None
    settled_by: str | None = None  # `reply`, or the event that told
    bounced: bool = False
    why: str | None = None  # why it failed, or what overtook it

    @property
    def is_settled(self) -> bool:
        return self.status in {
            ReceiptStatus.SENT,
            ReceiptStatus.FAILED,
            ReceiptStatus.SUPERSEDED,
        }

    def claim(self, holder: str, *, at: datetime, grace: Grace = GRACE) -> Receipt:
        """Take the right to send, or say why not now."""
        match self.status:
            case ReceiptStatus.QUEUED:
                return self._sending(holder, at + grace.lease)
            case ReceiptStatus.UNKNOWN if self._silent(at, grace) and self.attempts < ATTEMPTS_MAX:
                return self._sending(holder, at + grace.lease)
            case ReceiptStatus.UNKNOWN:
                raise OutcomeUnknown(f"{self.id} waits for the provider's event")
            case _:
                raise BeingSent(f"{self.id} is {self.status}")

    def lapsed(self, *, at: datetime) -> Receipt:
        """A sender whose lease ran out may have sent: the outcome is unknown."""
        held = self.lease_until is not None and at < self.lease_until
        if self.status is not ReceiptStatus.SENDING or held:
            return self
        return replace(self, status=ReceiptStatus.UNKNOWN)

    def confirmed(self, message_id: str, *, at: datetime, by: str) -> Receipt:
        """It is out. Late confirmations and the provider's events are merged, never lost."""
        if self.status is ReceiptStatus.SENT:
            return self
        return replace(
            self,
            status=ReceiptStatus.SENT,
            message_id=message_id,
            sent_at=at,
            settled_by=by,
            lease_until=None,
        )

    def not_accepted(self, fence: int) -> Receipt:
        """The provider certainly did not take it: the next attempt may try."""
        if self.status is not ReceiptStatus.SENDING or fence != self.fence:
            return self
        return replace(
            self, status=ReceiptStatus.QUEUED, attempts=self.attempts - 1, lease_until=None
        )

    def doubtful(self, fence: int) -> Receipt:
        if self.status is not ReceiptStatus.SENDING or fence != self.fence:
            return self
        return replace(self, status=ReceiptStatus.UNKNOWN)

    def failed(self, fence: int, why: str) -> Receipt:
        if self.status is not ReceiptStatus.SENDING or fence != self.fence:
            return self
        return replace(self, status=ReceiptStatus.FAILED, why=why, lease_until=None)

    def superseded(self, why: str) -> Receipt:
        """Not to be sent any more. If one in doubt did go out, its event will still say so."""
        if self.status not in {ReceiptStatus.QUEUED, ReceiptStatus.UNKNOWN}:
            return self
        return replace(self, status=ReceiptStatus.SUPERSEDED, why=why, lease_until=None)

    def has_bounced(self) -> Receipt:
        return replace(self, bounced=True)

    def _silent(self, at: datetime, grace: Grace) -> bool:
        return self.lease_until is not None and at >= self.lease_until + grace.silence

    def _sending(self, holder: str, lease_until: datetime) -> Receipt:
        return replace(
            self,
            status=ReceiptStatus.SENDING,
            fence=self.fence + 1,
            attempts=self.attempts + 1,
            lease_until=lease_until,
            holder=holder,
        )
