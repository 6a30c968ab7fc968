"""Identifiers. Ours carry a prefix and are random or derived; none counts upwards."""

from typing import NewType

OrderId = NewType("OrderId", str)  # ord_ + 26 characters, random
PaymentId = NewType("PaymentId", str)  # the provider's PaymentIntent, pi_…
InvoiceId = NewType("InvoiceId", str)  # inv_ + what follows ord_ in the order's id
ReceiptId = NewType("ReceiptId", str)  # rcp_ + what follows ord_ in the order's id
EventId = NewType("EventId", str)  # the provider's evt_…, or one of ours


def suffix_of(order_id: OrderId) -> str:
    """What makes the order unique: `abc` of `ord_abc`. Its documents carry it too."""
    return order_id.removeprefix("ord_")


def invoice_id_of(order_id: OrderId) -> InvoiceId:
    return InvoiceId(f"inv_{suffix_of(order_id)}")


def receipt_id_of(order_id: OrderId) -> ReceiptId:
    return ReceiptId(f"rcp_{suffix_of(order_id)}")
