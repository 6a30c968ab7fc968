"""The PDF of an order's invoice, for whoever holds the order's token."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import OrderId, invoice_id_of
from shared.domain.invoice import Invoice
from shared.usecases.ports.archive import Archive
from shared.usecases.ports.database import Database, Key, record_in


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    name: str  # ASCII, fit for Content-Disposition
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadInvoice:
    database: Database
    archive: Archive

    def __call__(self, order_id: OrderId) -> InvoiceFile | None:
        """None while there is no document yet."""
        invoice = record_in(self.database.read([Key(Invoice, invoice_id_of(order_id))])[0])
        if invoice is None or invoice.document is None:
            return None
        content = self.archive.read(invoice.document.name)
        return InvoiceFile(f"Invoice-{invoice.number_text}.pdf", content)
