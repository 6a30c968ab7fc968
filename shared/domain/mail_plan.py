"""Which facts a mail is owed for, and until when it is true. A further fact is a row here.

Its words stand in `shared/adapters/receipt_mail/wordings`, its markup in `kinds.py` beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.domain.invoice import DocumentKind
from shared.domain.mail_fact import MailFact
from shared.domain.order import OrderStatus

OF_STATUS: Mapping[OrderStatus, MailFact] = MappingProxyType(
    {
        OrderStatus.AWAITING_FUNDS: MailFact.AWAITING_FUNDS,
        OrderStatus.FAILED: MailFact.PAYMENT_FAILED,
    }
)
"""What is told as soon as it is reported. Paid is not among them: its mail brings the invoice."""

OF_DOCUMENT: Mapping[DocumentKind, MailFact] = MappingProxyType(
    {
        DocumentKind.INVOICE: MailFact.PAID,
        DocumentKind.CREDIT_NOTE: MailFact.REFUNDED,
        DocumentKind.REVERSAL: MailFact.REVERSED,
    }
)
"""What is told once the document is archived, and carries it."""


def planned(reported: OrderStatus) -> MailFact | None:
    """The mail owed for a report about an order, whatever the order has become since.

    Not for a change of the order: reports come in any order, one that comes late changes
    nothing, and then the same reports would leave other mails behind. A mail that is overtaken
    before it is out is not sent; see `still_true`.
    """
    return OF_STATUS.get(reported)


def still_true(fact: MailFact, status: OrderStatus) -> bool:
    """Whether an order in this status may be told so. What a document says stays true."""
    return fact not in OF_STATUS.values() or OF_STATUS.get(status) is fact
