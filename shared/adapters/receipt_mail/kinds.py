"""What differs from one kind of document to the next, beside the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.domain.invoice import DocumentKind


@dataclass(frozen=True, slots=True)
class Kind:
    file: str  # how the name of the attachment begins, ASCII
    order_status: str = ""  # schema.org's word; without one the mail carries no markup


# schema.org knows no money that went back: `OrderReturned` speaks of the goods, and an `Order`
# with the sum of a credit note would replace the real one in the reader's mail program.
KINDS: Mapping[DocumentKind, Kind] = MappingProxyType(
    {
        DocumentKind.INVOICE: Kind("Invoice", "OrderProcessing"),
        DocumentKind.CREDIT_NOTE: Kind("Credit-note"),
        DocumentKind.REVERSAL: Kind("Reversal"),
    }
)
