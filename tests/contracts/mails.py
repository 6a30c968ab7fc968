"""A receipt's mail as the composer makes it."""

from __future__ import annotations

from shared.adapters.receipt_mail.compose import compose_mail
from shared.domain.ids import OrderId
from shared.usecases.ports.mail import Mail
from shared.usecases.send_receipt import Enclosed
from tests.builders.invoices import a_numbered_invoice, a_receipt

SENDER = "Nordljus Press <hello@nordljus.example>"


def a_mail(name: str) -> Mail:
    """Of the order `ord_{name}`."""
    invoice = a_numbered_invoice(order_id=OrderId(f"ord_{name}"))
    return compose_mail(
        receipt=a_receipt(invoice),
        about=Enclosed(invoice, b"%PDF-1.7"),
        order_url="https://shop.example/orders/token",
        sender=SENDER,
    )
