"""Documents with real XML in and beside them, without the typesetting."""

from __future__ import annotations

import zlib

from shared.adapters.einvoice.cii import cii
from shared.adapters.einvoice.ubl import ubl
from shared.adapters.einvoice.view import document_of
from shared.domain.invoice import Invoice
from shared.usecases.issue_document import Rendered


def with_xml(invoice: Invoice) -> Rendered:
    document = document_of(invoice)
    return Rendered(a_pdf_around(cii(document)), has_xml=True, peppol=ubl(document))


def a_pdf_around(xml: bytes) -> bytes:
    """As the typesetter lays out what is attached."""
    data = zlib.compress(xml)
    head = b"<</Length %d/Type/EmbeddedFile/Filter/FlateDecode/Params<</Size %d>>>>" % (
        len(data),
        len(xml),
    )
    return b"%%PDF-1.7\n1 0 obj\n%s\nstream\n%s\nendstream\nendobj\n%%%%EOF" % (head, data)
