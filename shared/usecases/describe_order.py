"""The order as its buyer may see it: what the public API answers with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.catalog import TaxedBy
from shared.domain.file_names import PDF, XML
from shared.domain.ids import OrderId, invoice_id_of, receipt_id_of
from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.invoice_lines import invoice_lines
from shared.domain.order import Order, OrderStatus
from shared.domain.receipt import Receipt
from shared.usecases.documents_of_order import documents_of
from shared.usecases.ports.database import Database, Key, record_in
from shared.usecases.read_document import files_for_buyers


@dataclass(frozen=True, slots=True)
class DescribeOrder:
    public_url: str  # where the checkout function answers
    token_of: Callable[[OrderId], str]

    def url(self, order_id: OrderId) -> str:
        return f"{self.public_url}/v1/orders/{self.token_of(order_id)}"

    def created(self, order: Order) -> dict[str, Any]:
        """The answer to a checkout, without the page to pay on."""
        return {
            "order": self(order, None, None),
            "order_token": self.token_of(order.id),
            "order_url": self.url(order.id),
        }

    def __call__(
        self,
        order: Order,
        invoice: Invoice | None,
        receipt: Receipt | None,
        documents: Sequence[Invoice] = (),
    ) -> dict[str, Any]:
        """Amounts are minor units, instants RFC 3339 in UTC. No personal data."""
        return {
            "id": order.id,
            "status": order.status.value,
            "currency": order.total.currency,
            "total_minor": order.total.minor,
            "tax_minor": _tax_minor(order, invoice),
            "refunded_minor": _refunded_minor(documents),
            "lines": [
                {
                    "sku": line.sku,
                    "name": line.name,
                    "quantity": line.quantity,
                    "unit_minor": line.unit.minor,
                    "total_minor": line.total.minor,
                }
                for line in order.lines
            ],
            "created_at": _instant(order.created_at),
            "paid_at": _instant(order.paid_at),
            "checkout_url": order.page.url if order.status is OrderStatus.OPEN else None,
            "invoice": self._invoice(invoice),
            "documents": list(filter(None, map(self._document, documents))),
            "documents_by": "provider" if order.is_sold_on else "merchant",
            "receipt": _receipt(receipt),
        }

    def _invoice(self, invoice: Invoice | None) -> dict[str, Any] | None:
        if invoice is None or invoice.number_text is None or invoice.issue_date is None:
            return None
        ready = invoice.document is not None
        return {
            "number": invoice.number_text,
            "issue_date": invoice.issue_date.isoformat(),
            "pdf_url": f"{self.url(invoice.order_id)}/invoice.pdf" if ready else None,
        }

    def _document(self, document: Invoice) -> dict[str, Any] | None:
        """The invoice, a credit note or a reversal; what is not there yet has no address."""
        if document.number_text is None or document.issue_date is None:
            return None
        corrects, folder = document.snapshot.corrects, f"{self.url(document.order_id)}/documents"
        files = files_for_buyers(document)
        return {
            "kind": document.snapshot.kind.value,
            "number": document.number_text,
            "issue_date": document.issue_date.isoformat(),
            "corrects": corrects.number_text if corrects else None,
            "total_minor": document.snapshot.total.minor,
            "pdf_url": f"{folder}/{files[PDF]}" if PDF in files else None,
            "xml_url": f"{folder}/{files[XML]}" if XML in files else None,
        }


@dataclass(frozen=True, slots=True)
class ReadOrder:
    database: Database
    describe: DescribeOrder

    def __call__(self, order_id: OrderId) -> dict[str, Any] | None:
        found = self.database.read(
            [
                Key(Order, order_id),
                Key(Invoice, invoice_id_of(order_id)),
                Key(Receipt, receipt_id_of(invoice_id_of(order_id))),
            ]
        )
        order, invoice, receipt = map(record_in, found)
        if order is None:
            return None
        return self.describe(order, invoice, receipt, documents_of(self.database, invoice))


def _tax_minor(order: Order, invoice: Invoice | None) -> int | None:
    """What the document says; before there is one, the catalog's. The provider's is not known."""
    if invoice is not None:
        return invoice.snapshot.tax.minor
    if order.taxed_by is not TaxedBy.CATALOG:
        return None
    return sum(line.tax.minor for line in invoice_lines(order.lines, ""))


_TAKEN_BACK = {DocumentKind.CREDIT_NOTE: 1, DocumentKind.REVERSAL: -1}


def _refunded_minor(documents: Sequence[Invoice]) -> int:
    """What went back and stayed back: a reversal undoes the credit note it corrects."""
    return sum(
        _TAKEN_BACK.get(document.snapshot.kind, 0) * document.snapshot.total.minor
        for document in documents
    )


def _receipt(receipt: Receipt | None) -> dict[str, Any] | None:
    if receipt is None:
        return None
    return {
        "id": receipt.id,
        "status": receipt.status.value,
        "sent_at": _instant(receipt.sent_at),
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
