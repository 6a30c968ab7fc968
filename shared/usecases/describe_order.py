"""The order as its buyer may see it: what the public API answers with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.ids import OrderId, invoice_id_of, receipt_id_of
from shared.domain.invoice import Invoice
from shared.domain.invoice_lines import invoice_lines
from shared.domain.order import Order, OrderStatus
from shared.domain.receipt import Receipt
from shared.usecases.ports.database import Database, Key, record_in


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
        self, order: Order, invoice: Invoice | None, receipt: Receipt | None
    ) -> dict[str, Any]:
        """Amounts are minor units, instants RFC 3339 in UTC. No personal data."""
        return {
            "id": order.id,
            "status": order.status.value,
            "currency": order.total.currency,
            "total_minor": order.total.minor,
            "tax_minor": sum(line.tax.minor for line in invoice_lines(order.lines, "")),
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
        return None if order is None else self.describe(order, invoice, receipt)


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
