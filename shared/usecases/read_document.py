"""The files of an order's documents, for whoever holds the order's token."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.errors import Refused
from shared.domain.file_names import PDF, XML, archive_name, file_name
from shared.domain.ids import OrderId, invoice_id_of
from shared.domain.invoice import Invoice
from shared.usecases.documents_of_order import documents_of
from shared.usecases.ports.archive import Archive
from shared.usecases.ports.database import Database, Key, record_in


class NotDrawnYet(Exception):
    """The document has been asked for before it exists: it will, within a moment."""


class LinkExpired(Refused):
    """It was a link of ours."""


@dataclass(frozen=True, slots=True)
class OrderFile:
    order_id: OrderId
    name: str  # INV-2026-000123.pdf


@dataclass(frozen=True, slots=True)
class FindFile:
    """Whether this order has such a file: nobody gets to another order's by guessing numbers."""

    database: Database

    def invoice(self, order_id: OrderId) -> OrderFile:
        """The invoice's PDF; `NotDrawnYet`."""
        invoice = self._invoice(order_id)
        if invoice is None or invoice.document is None:
            raise NotDrawnYet(order_id)
        return OrderFile(order_id, file_name(invoice))

    def __call__(self, order_id: OrderId, name: str) -> OrderFile | None:
        """None for what is none of this order's; `NotDrawnYet`."""
        for document in documents_of(self.database, self._invoice(order_id)):
            if document.number_text is None:
                continue
            if name in files_for_buyers(document).values():
                return OrderFile(order_id, name)
            if name == file_name(document) and document.document is None:
                raise NotDrawnYet(document.id)
        return None

    def _invoice(self, order_id: OrderId) -> Invoice | None:
        return record_in(self.database.read([Key(Invoice, invoice_id_of(order_id))])[0])


def files_for_buyers(document: Invoice) -> dict[str, str]:
    """Ending → file name, of what is there: the frozen snapshot is for the archive alone."""
    there = {PDF: document.document, XML: document.peppol}
    return {ending: file_name(document, ending) for ending, file in there.items() if file}


@dataclass(frozen=True, slots=True)
class ReadFile:
    archive: Archive

    def __call__(self, file: OrderFile) -> bytes:
        """`NotArchived` or `Unavailable`."""
        return self.archive.read(archive_name(file.name))
