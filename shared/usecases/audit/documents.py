"""The archive holds exactly the files that the documents name, for as long as the law wants."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.domain.file_names import (
    ARCHIVE_FOLDER,
    CONTENT_TYPES,
    PDF,
    SNAPSHOT,
    XML,
    archive_name,
    file_name,
)
from shared.domain.frozen_snapshot import frozen_snapshot
from shared.domain.invoice import ArchivedDocument, Invoice
from shared.usecases.audit.books import Books, Breach, Found
from shared.usecases.audit.contents import contents_are_unchanged
from shared.usecases.audit.retention import files_are_retained
from shared.usecases.audit.scope import Scope
from shared.usecases.ports.archive import Archive, KeptFile
from shared.usecases.ports.einvoices import ReadXml

NAME = "13 documents are what was issued"

_WORDS = {PDF: "document", XML: "XML", SNAPSHOT: "snapshot"}


@dataclass(frozen=True, slots=True)
class ArchiveAudit:
    archive: Archive
    read_xml: ReadXml

    def __call__(self, books: Books, scope: Scope) -> Found:
        kept = {file.document.name: file for file in self.archive.list_files(ARCHIVE_FOLDER)}
        for invoice in books.invoices.values():
            breaches = list(_is_there(books, invoice, kept))
            yield from breaches
            if not breaches and scope.covers(invoice.id, books.at):
                yield from contents_are_unchanged(NAME, invoice, self.archive, self.read_xml)
        if scope.is_retained:
            yield from files_are_retained(books, kept, scope.law)
        yield from _strangers(books, kept)


def _is_there(books: Books, invoice: Invoice, kept: Mapping[str, KeptFile]) -> Found:
    if invoice.document is None:
        since = invoice.numbered_at
        if since is not None and books.is_late(since, books.patience.document):
            yield Breach(NAME, "numbered, but no document", (invoice.id,))
        return
    for ending, file in files_of(invoice):
        yield from _is_the_file(invoice, ending, file, kept.get(file.name))
    if invoice.frozen is None:
        yield Breach(NAME, "a document without its snapshot", (invoice.id,))
    elif invoice.frozen.sha256 != hashlib.sha256(frozen_snapshot(invoice)).hexdigest():
        ids = (invoice.id, invoice.frozen.name)
        yield Breach(NAME, "the record is not what was frozen", ids)


def _is_the_file(
    invoice: Invoice, ending: str, file: ArchivedDocument, found: KeptFile | None
) -> Found:
    word, ids = _WORDS[ending], (invoice.id, file.name)
    if file.name != archive_name(file_name(invoice, ending)):
        yield Breach(NAME, f"a {word} under another number", ids)
    if found is None:
        yield Breach(NAME, f"the {word} is gone", ids)
    elif found.document != file:
        yield Breach(NAME, f"not the {word} that was issued", ids)
    elif found.content_type != CONTENT_TYPES[ending]:
        yield Breach(NAME, f"the {word} is labelled {found.content_type or 'nothing'}", ids)


def files_of(invoice: Invoice) -> Iterator[tuple[str, ArchivedDocument]]:
    """Each with its ending."""
    named = {PDF: invoice.document, XML: invoice.peppol, SNAPSHOT: invoice.frozen}
    return ((ending, file) for ending, file in named.items() if file is not None)


def _strangers(books: Books, kept: Mapping[str, KeptFile]) -> Found:
    """Files of no number that was ever given.

    An XML beside a document that names none is no stranger: it is left of a build that crashed
    before it was named, and nobody can delete it.
    """
    given = {
        archive_name(file_name(invoice, ending))
        for invoice in books.invoices.values()
        if invoice.number_text is not None
        for ending in CONTENT_TYPES
    }
    for name, file in kept.items():
        if name not in given and books.is_late(file.created_at, books.patience.document):
            yield Breach(NAME, "a file of no document", (name,))
