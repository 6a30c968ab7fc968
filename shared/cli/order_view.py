"""The order as the public API answers with it, as far as a buyer in a terminal cares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.cli.http_call import CallFailed
from shared.domain.money import Money

LOST = frozenset({"failed", "expired", "review"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    id: str
    status: str
    total: str  # printable, such as 89.00 EUR
    number: str | None
    pdf_url: str | None
    receipt: str | None  # its status
    is_sold_on: bool = False  # the provider issues the documents, and mails them

    @property
    def is_finished(self) -> bool:
        has_all = self.pdf_url is not None and self.receipt == "sent"
        return self.status == "paid" and (has_all or self.is_sold_on)

    @property
    def is_lost(self) -> bool:
        """Waiting longer cannot help."""
        return self.status in LOST or self.receipt == "failed"

    @property
    def standing(self) -> str:
        """How far it got, in words."""
        if self.status != "paid":
            return f"the order is {self.status}"
        if self.number is None:
            return "paid, but without an invoice number"
        if self.pdf_url is None:
            return f"{self.number} has no PDF"
        return f"its receipt is {self.receipt}" if self.receipt else "it has no receipt"


def read_order(answer: dict[str, Any]) -> OrderView:
    try:
        invoice, receipt = answer["invoice"] or {}, answer["receipt"] or {}
        return OrderView(
            id=answer["id"],
            status=answer["status"],
            total=str(Money(answer["total_minor"], answer["currency"])),
            number=invoice.get("number"),
            pdf_url=invoice.get("pdf_url"),
            receipt=receipt.get("status"),
            is_sold_on=answer.get("documents_by") == "provider",
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CallFailed("the checkout answered with something that is not an order") from error
