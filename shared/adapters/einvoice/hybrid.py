"""One file for people and machines: the PDF with its XML inside (Factur-X, ZUGFeRD)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from shared.adapters.einvoice.einvoice import EInvoice, einvoice_of
from shared.adapters.einvoice.facturx import ATTACHMENT, NoPlace, with_facturx_metadata
from shared.adapters.invoice_document.attachment import Attachment
from shared.domain.invoice import Invoice
from shared.usecases.issue_document import Rendered

log = logging.getLogger(__name__)

_DESCRIPTION = "Factur-X / ZUGFeRD invoice (EN 16931)"


class Typeset(Protocol):
    def __call__(
        self,
        invoice: Invoice,
        /,
        *,
        attachment: Attachment | None = None,
        declare: Callable[[bytes], bytes] | None = None,
    ) -> bytes: ...


def hybrid(invoice: Invoice, typeset: Typeset) -> Rendered:
    """The PDF is the document: whatever is wrong with its XML is logged and left out."""
    structured = _structured(invoice)
    if not structured.cii:
        return Rendered(typeset(invoice))
    xml = Attachment(ATTACHMENT, structured.cii.decode(), _DESCRIPTION)
    try:
        pdf = typeset(invoice, attachment=xml, declare=with_facturx_metadata)
    except NoPlace:
        # A file that carries an invoice but does not say so would be neither one nor the other.
        log.exception("no place for the e-invoice", extra=_ids(invoice))
        return Rendered(typeset(invoice), peppol=structured.peppol)
    return Rendered(pdf, has_xml=True, peppol=structured.peppol)


def _structured(invoice: Invoice) -> EInvoice:
    try:
        found = einvoice_of(invoice)
    except Exception:
        log.exception("e-invoice broken", extra=_ids(invoice))
        return EInvoice()
    if found.objections:
        rules = [str(objection) for objection in found.objections]
        log.warning("no e-invoice", extra={**_ids(invoice), "rules": rules})
    if found.peppol_objections:
        rules = [str(objection) for objection in found.peppol_objections]
        log.warning("not for Peppol", extra={**_ids(invoice), "rules": rules})
    return found


def _ids(invoice: Invoice) -> dict[str, str]:
    return {"order_id": invoice.order_id, "invoice_id": invoice.id}
