"""A composed receipt, and what a mail program makes of it."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from shared.adapters.receipt_mail.compose import compose_receipt
from shared.domain.credit_note import credit_for, credit_note_for, reversal_for
from shared.domain.invoice import Invoice
from shared.domain.money import Money
from shared.usecases.ports.mail import Mail
from tests.builders.invoices import PAID_AT, TRACEPARENT, a_receipt

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


def a_credit_note(invoice: Invoice, amount: Money | None = None) -> Invoice:
    """For all of the invoice, unless an amount is given. Refunded on 1 December."""
    at = PAID_AT + timedelta(days=9)
    credit = credit_for(invoice, "re_1", amount or invoice.snapshot.total)
    note = credit_note_for(invoice, credit, refunded_at=at, at=at, traceparent=TRACEPARENT)
    return note.numbered(2026, 7, issue_date=date(2026, 12, 1), at=at)


def a_reversal(credit_note: Invoice) -> Invoice:
    """The refund failed on 4 December."""
    at = PAID_AT + timedelta(days=12)
    reversal = reversal_for(credit_note, failed_at=at, at=at, traceparent=TRACEPARENT)
    return reversal.numbered(2026, 1, issue_date=date(2026, 12, 4), at=at)


def subject_of(letter: EmailMessage) -> str:
    """As people read it: where a header is folded does not matter."""
    return " ".join(str(letter["Subject"]).split())


def text_of(letter: EmailMessage) -> str:
    return body_of(letter, "plain").replace("\r\n", "\n")


def html_of(letter: EmailMessage) -> str:
    return body_of(letter, "html").replace("\r\n", "\n")


def body_of(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())
