"""Composed mails, and what a mail program makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from shared.adapters.receipt_mail.compose import compose_mail
from shared.domain.catalog import PricedLine
from shared.domain.credit_note import credit_for, credit_note_for, reversal_for
from shared.domain.ids import resent_receipt_id_of, status_receipt_id_of
from shared.domain.invoice import Invoice
from shared.domain.mail_fact import MailFact
from shared.domain.money import Money
from shared.domain.order import Order
from shared.domain.parties import Buyer, Seller
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases.ports.mail import Mail
from shared.usecases.send_receipt import Enclosed
from tests.builders.invoices import PAID_AT, TRACEPARENT, a_buyer, a_receipt, a_seller
from tests.builders.orders import an_open_order

PDF = b"%PDF-1.7\r\n\x00\xff not really\n"
SENDER = "receipts@nordljus.example"
ORDER_URL = "https://shop.nordljus.example/order?id=ord_1&key=a'b\"c"


def a_mail(invoice: Invoice, *, sender: str = SENDER) -> Mail:
    return a_mail_of(a_receipt(invoice), Enclosed(invoice, PDF), sender=sender)


def a_letter(invoice: Invoice, *, sender: str = SENDER) -> EmailMessage:
    return opened(a_mail(invoice, sender=sender))


def a_letter_again(invoice: Invoice) -> EmailMessage:
    """The same document, sent again a week later."""
    first = a_receipt(invoice)
    again = replace(
        first,
        id=resent_receipt_id_of(invoice.id, "5e88" * 16),
        fact=MailFact.RESENT,
        queued_at=first.queued_at + timedelta(days=7),
        requested_by="ada@nordljus.example",
    )
    return opened(a_mail_of(again, Enclosed(invoice, PDF)))


def a_status_letter(
    fact: MailFact, *lines: PricedLine, buyer: Buyer | None = None, seller: Seller | None = None
) -> EmailMessage:
    """About an order of one line, unless lines are given."""
    order = replace(an_open_order(*lines), buyer=buyer or a_buyer())
    return opened(a_mail_of(a_status_receipt(order, fact, seller or a_seller()), order))


def a_status_receipt(order: Order, fact: MailFact, seller: Seller) -> Receipt:
    return Receipt(
        id=status_receipt_id_of(order.id, fact),
        order_id=order.id,
        fact=fact,
        status=ReceiptStatus.QUEUED,
        queued_at=PAID_AT,
        traceparent=TRACEPARENT,
        seller=seller,
    )


def a_mail_of(receipt: Receipt, about: Enclosed | Order, *, sender: str = SENDER) -> Mail:
    return compose_mail(receipt=receipt, about=about, order_url=ORDER_URL, sender=sender)


def opened(mail: Mail) -> EmailMessage:
    letter = message_from_bytes(mail.mime, EmailMessage, policy=SMTP)
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
