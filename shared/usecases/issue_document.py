"""Make the files of a numbered document, keep them for good, and queue the receipt."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.cause import Cause
from shared.domain.delivery import LoggedEvent
from shared.domain.errors import Broken, NotYet
from shared.domain.ids import InvoiceId, receipt_id_of
from shared.domain.invoice import ArchivedDocument, Invoice
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.events.commerce import InvoiceArchived, logged
from shared.usecases.ports.archive import Archive
from shared.usecases.ports.world import Now
from shared.usecases.relay import Relay
from shared.usecases.transaction import Session, Transactions

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rendered:
    pdf: bytes
    has_xml: bool = False  # inside it; not every sale has a form in EN 16931
    peppol: bytes = b""  # UBL, where both sides have a participant id


Render = Callable[[Invoice], Rendered]


class InvoiceNotNumbered(NotYet):
    """The event that a number was given came before the number can be read."""


@dataclass(frozen=True, slots=True)
class IssueDocument:
    transactions: Transactions
    archive: Archive
    render: Render
    relay: Relay
    now: Now

    def __call__(self, invoice_id: InvoiceId, cause: Cause) -> None:
        invoice = self._read(invoice_id)
        if invoice.document is not None:
            log.info("document exists", extra={"order_id": invoice.order_id})
            return
        rendered = self.render(invoice)
        if rendered.peppol:
            self.archive.create(document_name(invoice, "xml"), rendered.peppol, "application/xml")
        document = self.archive.create(document_name(invoice), rendered.pdf, "application/pdf")
        if document.sha256 != hashlib.sha256(rendered.pdf).hexdigest():
            # An earlier build may have drawn it otherwise. What was issued first stays.
            log.error("document differs from the one kept", extra={"invoice_id": invoice_id})
        at = self.now()
        rows = self.transactions(
            lambda session: _link(
                session, invoice_id, document, cause, at, has_xml=rendered.has_xml
            )
        )
        ids = {"order_id": invoice.order_id, "invoice_id": invoice_id, "sha256": document.sha256}
        log.info("document archived", extra=ids)
        self.relay.try_now(rows)

    def _read(self, invoice_id: InvoiceId) -> Invoice:
        invoice = self.transactions(lambda session: session.get(Invoice, invoice_id))
        if invoice is None or invoice.number_text is None:
            raise InvoiceNotNumbered(f"{invoice_id} has no number yet")
        return invoice


def document_name(invoice: Invoice, ending: str = "pdf") -> str:
    if invoice.issue_date is None:
        raise Broken(f"{invoice.id} has no date of issue")
    return f"invoices/{invoice.issue_date.year}/{invoice.number_text}.{ending}"


def _link(
    session: Session,
    invoice_id: InvoiceId,
    document: ArchivedDocument,
    cause: Cause,
    at: datetime,
    *,
    has_xml: bool,
) -> tuple[LoggedEvent, ...]:
    invoice = session.get(Invoice, invoice_id)
    if invoice is None:
        raise Broken(f"{invoice_id} has vanished")
    if invoice.document is not None:
        return ()
    receipt = Receipt(
        id=receipt_id_of(invoice.id),
        order_id=invoice.order_id,
        invoice_id=invoice.id,
        status=ReceiptStatus.QUEUED,
        queued_at=at,
        traceparent=cause.traceparent,
    )
    row = logged(
        InvoiceArchived(
            order_id=invoice.order_id,
            invoice_id=invoice.id,
            receipt_id=receipt.id,
            sha256=document.sha256,
            has_xml=has_xml,
        ),
        at=at,
        cause=cause,
    )
    session.save(invoice.archived(document))
    session.create(receipt)
    session.create(row)
    return (row,)
