"""Everything the shop's own people may see of an order: its documents, refunds and mails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.domain.credit_note import remaining
from shared.domain.ids import OrderId
from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.order import Order
from shared.domain.receipt import Receipt
from shared.domain.refund import Refund
from shared.usecases.ports.database import Database, Key, Query, record_in


@dataclass(frozen=True, slots=True)
class ReadOrderFile:
    database: Database

    def __call__(self, order_id: OrderId) -> dict[str, Any] | None:
        """Amounts are minor units. None for an order that does not exist."""
        (found,) = self.database.read([Key(Order, order_id)])
        order = record_in(found)
        if order is None:
            return None
        of_order = (("order_id", "==", order_id),)
        documents = self.database.find(Query(Invoice, where=of_order))
        documents.sort(key=lambda document: document.requested_at)
        return {
            "id": order.id,
            "status": order.status.value,
            "currency": order.total.currency,
            "total_minor": order.total.minor,
            "refundable_minor": sum(map(_refundable, documents)),
            "documents": [_document(document) for document in documents],
            "refunds": [
                _refund(refund) for refund in self.database.find(Query(Refund, where=of_order))
            ],
            "mails": [
                _mail(receipt) for receipt in self.database.find(Query(Receipt, where=of_order))
            ],
        }


def _refundable(document: Invoice) -> int:
    if document.snapshot.kind is not DocumentKind.INVOICE:
        return 0
    return sum(rest.minor for rest in remaining(document))


def _document(document: Invoice) -> dict[str, Any]:
    corrects = document.snapshot.corrects
    return {
        "id": document.id,
        "kind": document.snapshot.kind.value,
        "number": document.number_text,
        "issue_date": document.issue_date.isoformat() if document.issue_date else None,
        "total_minor": document.snapshot.total.minor,
        "tax_minor": document.snapshot.tax.minor,
        "corrects": corrects.number_text if corrects else None,
        "lines": [
            {"sku": line.sku, "gross_minor": line.gross.minor} for line in document.snapshot.lines
        ],
    }


def _refund(refund: Refund) -> dict[str, Any]:
    return {
        "id": refund.id,
        "status": refund.status.value,
        "amount_minor": refund.amount.minor,
        "credit_note": refund.credit_note_id,
        "reversal": refund.reversal_id,
    }


def _mail(receipt: Receipt) -> dict[str, Any]:
    return {
        "id": receipt.id,
        "fact": receipt.fact.value,
        "document": receipt.invoice_id,
        "status": receipt.status.value,
        "requested_by": receipt.requested_by or None,
    }
