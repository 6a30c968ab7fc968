"""Send an archived document to its buyer once more: one mail per request, whatever is repeated."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from shared.domain.cause import Cause
from shared.domain.checkout_key import sha256_of
from shared.domain.errors import Broken, Refused
from shared.domain.ids import InvoiceId, resent_receipt_id_of
from shared.domain.invoice import Invoice
from shared.domain.mail_fact import MailFact
from shared.domain.numbering import NumberRecord, record_id_of
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.plan_mail import plan_mail
from shared.usecases.ports.database import Key
from shared.usecases.ports.world import Now
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)


class NoSuchDocument(Refused):
    """No document carries this number."""


class NothingToSendYet(Refused):
    """The document has its number, and is not drawn yet."""


@dataclass(frozen=True, slots=True)
class ResendDocument:
    """The row waits for the outbox's sweep, so whoever calls this may neither publish nor queue."""

    transactions: Transactions
    now: Now

    def __call__(
        self, number_text: str, idempotency_key: str, requested_by: str, cause: Cause
    ) -> Receipt:
        """The mail with what became of it, the same one for the same key and document.

        `NoSuchDocument`, `NothingToSendYet`: refused, nothing stored. It goes to the address
        that stands on the document.
        """
        at, key = self.now(), sha256_of(idempotency_key)
        invoice_id = self._invoice_id(number_text)
        receipt = self.transactions(
            lambda session: _store(session, invoice_id, key, requested_by, cause, at)
        )
        ids = {"order_id": receipt.order_id, "invoice_id": invoice_id, "receipt_id": receipt.id}
        log.info("document requested again", extra=ids)
        return receipt

    def _invoice_id(self, number_text: str) -> InvoiceId:
        number = self.transactions(
            lambda session: session.get(NumberRecord, record_id_of(number_text))
        )
        if number is None:
            raise NoSuchDocument(f"no document has the number {number_text}")
        return number.invoice_id


def _store(
    session: Session,
    invoice_id: InvoiceId,
    key_sha256: str,
    requested_by: str,
    cause: Cause,
    at: datetime,
) -> Receipt:
    receipt_id = resent_receipt_id_of(invoice_id, key_sha256)
    session.load(Key(Receipt, receipt_id), Key(Invoice, invoice_id))
    known, invoice = session.get(Receipt, receipt_id), session.get(Invoice, invoice_id)
    if known is not None:
        return known
    if invoice is None:
        raise Broken(f"{invoice_id} has vanished")
    if invoice.document is None:
        raise NothingToSendYet(f"{invoice.number_text} is not drawn yet")
    receipt = Receipt(
        id=receipt_id,
        order_id=invoice.order_id,
        fact=MailFact.RESENT,
        invoice_id=invoice_id,
        status=ReceiptStatus.QUEUED,
        queued_at=at,
        traceparent=cause.traceparent,
        requested_by=requested_by,
    )
    plan_mail(session, receipt, at=at, cause=cause)
    return receipt
