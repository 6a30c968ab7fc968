"""The archive holds exactly the documents the invoices name."""

from __future__ import annotations

import hashlib

from shared.usecases.audit.books import Books, Breach, Found
from shared.usecases.issue_document import document_name
from shared.usecases.ports.archive import Archive, NotArchived

NAME = "13 documents are what was issued"


def documents_are_kept(books: Books, archive: Archive) -> Found:
    for invoice in books.invoices.values():
        document = invoice.document
        if document is None:
            since = invoice.numbered_at
            if since is not None and books.is_late(since, books.patience.document):
                yield Breach(NAME, "numbered, but no document", (invoice.id,))
            continue
        if document.name != document_name(invoice):
            yield Breach(NAME, "a document under another number", (invoice.id, document.name))
        kept = archive.describe(document.name)
        if kept is None:
            yield Breach(NAME, "the document is gone", (invoice.id, document.name))
        elif kept != document:
            yield Breach(NAME, "not the document that was issued", (invoice.id, document.name))
        else:
            try:
                content = archive.read(document.name)
            except NotArchived:
                content = b""
            if hashlib.sha256(content).hexdigest() != document.sha256:
                yield Breach(NAME, "the content has changed", (invoice.id, document.name))
