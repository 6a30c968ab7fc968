"""The bytes themselves: the hash, and what the XML says."""

from __future__ import annotations

import hashlib

from shared.domain.invoice import ArchivedDocument, Invoice
from shared.usecases.audit.books import Breach, Found
from shared.usecases.ports.archive import Archive, NotArchived
from shared.usecases.ports.einvoices import ReadXml, SaidInXml, UnreadableXml


def contents_are_unchanged(
    name: str, invoice: Invoice, archive: Archive, read_xml: ReadXml
) -> Found:
    for file in invoice.files:
        ids = (invoice.id, file.name)
        try:
            content = archive.read(file.name)
        except NotArchived:
            content = b""
        if hashlib.sha256(content).hexdigest() != file.sha256:
            yield Breach(name, "the content has changed", ids)
        elif _is_structured(invoice, file):
            what = _wrong_with(invoice, content, read_xml)
            if what is not None:
                yield Breach(name, what, ids)


def _is_structured(invoice: Invoice, file: ArchivedDocument) -> bool:
    return file == invoice.peppol or (file == invoice.document and invoice.has_xml)


def _wrong_with(invoice: Invoice, content: bytes, read_xml: ReadXml) -> str | None:
    try:
        said = read_xml(content)
    except UnreadableXml as reason:
        return f"the XML cannot be read: {reason}"
    total = invoice.snapshot.total
    due = SaidInXml(invoice.number_text or "", total.decimal(), total.currency)
    return None if said == due else "the XML is about another document"
