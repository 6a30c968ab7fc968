"""Identifiers. Ours carry a prefix and are random or derived; none counts upwards."""

import re
from typing import NewType

from shared.domain.mail_fact import MailFact

OrderId = NewType("OrderId", str)  # ord_ + 26 characters, random
PaymentId = NewType("PaymentId", str)  # the provider's PaymentIntent, pi_…
InvoiceId = NewType("InvoiceId", str)  # inv_ + what follows ord_ in the order's id; cn_, rv_
ReceiptId = NewType("ReceiptId", str)  # rcp_ + the id of the document, or order and fact
RefundId = NewType("RefundId", str)  # the provider's refund, re_…
EventId = NewType("EventId", str)  # the provider's evt_…, or one of ours


def suffix_of(order_id: OrderId) -> str:
    """What makes the order unique: `abc` of `ord_abc`. Its documents carry it too."""
    return order_id.removeprefix("ord_")


def invoice_id_of(order_id: OrderId) -> InvoiceId:
    return InvoiceId(f"inv_{suffix_of(order_id)}")


def credit_note_id_of(order_id: OrderId, refund_id: str) -> InvoiceId:
    return InvoiceId(f"cn_{suffix_of(order_id)}_{refund_id}")


def reversal_id_of(order_id: OrderId, refund_id: str) -> InvoiceId:
    return InvoiceId(f"rv_{suffix_of(order_id)}_{refund_id}")


def receipt_id_of(invoice_id: InvoiceId) -> ReceiptId:
    """One mail per document: `rcp_abc` for an invoice, `rcp_cn_abc_re_1` for a credit note."""
    return ReceiptId(f"rcp_{invoice_id.removeprefix('inv_')}")


def status_receipt_id_of(order_id: OrderId, fact: MailFact) -> ReceiptId:
    """One mail per fact about an order: `rcp_abc_awaiting_funds`."""
    return ReceiptId(f"rcp_{suffix_of(order_id)}_{fact}")


def resent_receipt_id_of(invoice_id: InvoiceId, key_sha256: str) -> ReceiptId:
    """One mail per request to send a document again: `rcp_abc_again_5e88…`.

    Twenty digits of the hash, since tags of Amazon SES end at 256 characters.
    """
    return ReceiptId(f"{receipt_id_of(invoice_id)}_again_{key_sha256[:20]}")


_ORDER_ID = re.compile(r"ord_[a-z0-9]{26}")
_DOCUMENT = r"(?:[a-z0-9]{26}|(?:cn|rv)_[a-z0-9]{26}_(?:re|pyr)_[A-Za-z0-9_]{1,190})"
_AGAIN = r"(?:_again_[0-9a-f]{20})?"
_RECEIPT_ID = re.compile(rf"rcp_(?:{_DOCUMENT}{_AGAIN}|[a-z0-9]{{26}}_(?:{'|'.join(MailFact)}))")


def is_order_id(text: str) -> bool:
    """Whether it has the shape of one of ours."""
    return _ORDER_ID.fullmatch(text) is not None


def is_receipt_id(text: str) -> bool:
    """Whether one of the functions above could have made it."""
    return _RECEIPT_ID.fullmatch(text) is not None
