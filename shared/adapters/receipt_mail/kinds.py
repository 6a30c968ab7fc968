"""What differs from one mail to the next, beside the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.domain.invoice import DocumentKind
from shared.domain.mail_fact import MailFact


@dataclass(frozen=True, slots=True)
class Kind:
    """In schema.org's words; without any the mail carries no markup."""

    order_status: str = ""  # of schema.org/OrderStatus
    payment_status: str = ""  # of schema.org/PaymentStatusType


# schema.org knows no money that went back: `OrderReturned` speaks of the goods, and an `Order`
# with the sum of a credit note would replace the real one in the reader's mail program.
# A document that is sent again is marked up as it was the first time.
KINDS: Mapping[MailFact, Kind] = MappingProxyType(
    {
        MailFact.PAID: Kind("OrderProcessing", "PaymentComplete"),
        MailFact.REFUNDED: Kind(),
        MailFact.REVERSED: Kind(),
        MailFact.AWAITING_FUNDS: Kind("OrderPaymentDue", "PaymentDue"),
        MailFact.PAYMENT_FAILED: Kind("OrderCancelled", "PaymentDeclined"),
    }
)

FILES: Mapping[DocumentKind, str] = MappingProxyType(
    {
        DocumentKind.INVOICE: "Invoice",
        DocumentKind.CREDIT_NOTE: "Credit-note",
        DocumentKind.REVERSAL: "Reversal",
    }
)
"""How the name of the attachment begins, ASCII."""
