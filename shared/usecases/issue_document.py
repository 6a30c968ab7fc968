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
from shared.domain.file_names import (
    CONTENT_TYPES,
    PDF,
    SNAPSHOT,
    XML,
    archive_name,
    file_name,
)
from shared.domain.frozen_snapshot import frozen_snapshot
from shared.domain.ids import InvoiceId, receipt_id_of
from shared.domain.invoice import ArchivedDocument, Invoice
from shared.domain.mail_plan import OF_DOCUMENT
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


@dataclass(frozen=True, slots=True)
class _Files:
    """What lies in the archive now."""

    document: ArchivedDocument
    frozen: ArchivedDocument
    peppol: ArchivedDocument | None
    has_xml: bool


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
        files = self._file(invoice, self.render(invoice))
        at = self.now()
        rows = self.transactions(lambda session: _link(session, invoice_id, files, cause, at))
        sha256 = files.document.sha256
        ids = {"order_id": invoice.order_id, "invoice_id": invoice_id, "sha256": sha256}
        log.info("document archived", extra=ids)
        self.relay.try_now(rows)

    def _file(self, invoice: Invoice, rendered: Rendered) -> _Files:
        """The PDF comes last: once it is there, so is what belongs to it."""
        frozen = self._keep(invoice, SNAPSHOT, frozen_snapshot(invoice))
        peppol = self._keep(invoice, XML, rendered.peppol) if rendered.peppol else None
        document = self._keep(invoice, PDF, rendered.pdf)
        # Of a PDF that was drawn by another build nobody here knows what is inside.
        is_ours = document.sha256 == _digest(rendered.pdf)
        return _Files(document, frozen, peppol, has_xml=rendered.has_xml and is_ours)

    def _keep(self, invoice: Invoice, ending: str, content: bytes) -> ArchivedDocument:
        name = archive_name(file_name(invoice, ending))
        kept = self.archive.create(name, content, CONTENT_TYPES[ending])
        if kept.sha256 != _digest(content):
            # An earlier build may have made it otherwise. What was issued first stays.
            ids = {"order_id": invoice.order_id, "invoice_id": invoice.id}
            log.error("document differs from the one kept", extra=ids)
        return kept

    def _read(self, invoice_id: InvoiceId) -> Invoice:
        invoice = self.transactions(lambda session: session.get(Invoice, invoice_id))
        if invoice is None or invoice.number_text is None:
            raise InvoiceNotNumbered(f"{invoice_id} has no number yet")
        return invoice


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _link(
    session: Session, invoice_id: InvoiceId, files: _Files, cause: Cause, at: datetime
) -> tuple[LoggedEvent, ...]:
    invoice = session.get(Invoice, invoice_id)
    if invoice is None:
        raise Broken(f"{invoice_id} has vanished")
    if invoice.document is not None:
        return ()
    receipt = Receipt(
        id=receipt_id_of(invoice.id),
        order_id=invoice.order_id,
        fact=OF_DOCUMENT[invoice.snapshot.kind],
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
            sha256=files.document.sha256,
            has_xml=files.has_xml,
        ),
        at=at,
        cause=cause,
    )
    session.save(
        invoice.archived(
            files.document, frozen=files.frozen, peppol=files.peppol, has_xml=files.has_xml
        )
    )
    session.create(receipt)
    session.create(row)
    return (row,)
