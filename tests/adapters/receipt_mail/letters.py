"""A composed receipt, and what a mail program makes of it."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from shared.adapters.receipt_mail.compose import compose_receipt
from shared.domain.invoice import Invoice
from shared.usecases.ports.mail import Mail
from tests.builders.invoices import a_receipt

PDF = b"%PDF-1.7\r\n\x00\xff not really\n"
ORDER_URL = "https://shop.nordljus.example/order?id=ord_1&key=a'b\"c"


def a_mail(invoice: Invoice, *, sender: str = "receipts@nordljus.example") -> Mail:
    return compose_receipt(
        receipt=a_receipt(invoice),
        invoice=invoice,
        pdf=PDF,
        order_url=ORDER_URL,
        sender=sender,
    )


def a_letter(invoice: Invoice, *, sender: str = "receipts@nordljus.example") -> EmailMessage:
    letter = message_from_bytes(a_mail(invoice, sender=sender).mime, EmailMessage, policy=SMTP)
    assert not letter.defects
    return letter


def text_of(letter: EmailMessage) -> str:
    return body_of(letter, "plain").replace("\r\n", "\n")


def html_of(letter: EmailMessage) -> str:
    return body_of(letter, "html").replace("\r\n", "\n")


def body_of(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())
