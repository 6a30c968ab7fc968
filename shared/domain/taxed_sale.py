"""A sale whose tax the provider worked out: what a document takes from its word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from shared.domain.address import Address
from shared.domain.catalog import PricedLine
from shared.domain.invoice_lines import InvoiceLine
from shared.domain.payment_means import PaymentMeans


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedSale:
    lines: tuple[InvoiceLine, ...]
    vat_id: str  # of the buyer, with its country's prefix; empty for a consumer
    sent_to: Address | None  # where goods go; services go nowhere
    means: PaymentMeans | None


def is_what_was_ordered(lines: Iterable[InvoiceLine], ordered: Iterable[PricedLine]) -> bool:
    """The same goods at the same prices; how much of them is tax may be anything."""
    charged = Counter((line.sku, line.quantity, line.unit, line.gross) for line in lines)
    return charged == Counter((line.sku, line.quantity, line.unit, line.total) for line in ordered)
