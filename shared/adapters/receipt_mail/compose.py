"""One e-mail per fact: text and HTML side by side, and the document attached if there is one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shared.adapters.receipt_mail.address import deliverable
from shared.adapters.receipt_mail.kinds import FILES
from shared.adapters.receipt_mail.message import Attachment, Letter, message_of
from shared.adapters.receipt_mail.view import view_of
from shared.adapters.receipt_mail.view_frame import View
from shared.adapters.receipt_mail.view_status import status_view
from shared.domain.errors import Broken
from shared.domain.mail_fact import MailFact
from shared.domain.order import Order
from shared.domain.parties import Seller
from shared.domain.receipt import Receipt
from shared.usecases.ports.mail import Mail, MailRefused
from shared.usecases.send_receipt import Enclosed

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def compose_mail(*, receipt: Receipt, about: Enclosed | Order, order_url: str, sender: str) -> Mail:
    """The same bytes for the same receipt. `sender` is an address, with or without a name.

    `MailRefused` if the buyer's address is none; `Broken` if `about` is not what this receipt
    tells of, or is an invoice without a number.
    """
    letter = (
        _of_order(receipt, about, order_url, sender)
        if isinstance(about, Order)
        else _of_document(receipt, about, order_url, sender)
    )
    return Mail(
        receipt_id=receipt.id, order_id=receipt.order_id, to=letter.to, mime=message_of(letter)
    )


def _of_document(receipt: Receipt, enclosed: Enclosed, order_url: str, sender: str) -> Letter:
    invoice, sold = enclosed.invoice, enclosed.invoice.snapshot
    if invoice.id != receipt.invoice_id:
        raise Broken(f"{receipt.id} belongs to {receipt.invoice_id}, not to {invoice.id}")
    if invoice.number_text is None or invoice.numbered_at is None:
        raise Broken(f"{invoice.id} has no number yet")
    is_again = receipt.fact is MailFact.RESENT
    file = Attachment(f"{FILES[sold.kind]}-{invoice.number_text}.pdf", enclosed.pdf)
    return _letter(
        receipt,
        view_of(sold, invoice.number_text, fact=receipt.fact, order_url=order_url),
        sender=sender,
        seller=sold.seller,
        to=deliverable(sold.buyer.email),
        dated=receipt.queued_at if is_again else invoice.numbered_at,
        attachment=file,
    )


def _of_order(receipt: Receipt, order: Order, order_url: str, sender: str) -> Letter:
    if order.id != receipt.order_id or receipt.seller is None:
        raise Broken(f"{receipt.id} does not tell of {order.id}")
    if order.buyer is None:
        raise MailRefused("nobody told an address")
    to = deliverable(order.buyer.email)
    seller = receipt.seller
    view = status_view(receipt.fact, order, buyer=order.buyer, seller=seller, order_url=order_url)
    return _letter(receipt, view, sender=sender, seller=seller, to=to, dated=receipt.queued_at)


def _letter(
    receipt: Receipt,
    view: View,
    *,
    sender: str,
    seller: Seller,
    to: str,
    dated: datetime,
    attachment: Attachment | None = None,
) -> Letter:
    return Letter(
        sender=sender,
        sender_name=seller.trading_name,
        to=to,
        reply_to=seller.email,
        subject=str(view["subject"]),
        language=str(view["language"]),
        dated=dated,
        receipt_id=receipt.id,
        order_id=receipt.order_id,
        text=_TEMPLATES.get_template("receipt.txt").render(view),
        html=_TEMPLATES.get_template("receipt.html").render(view),
        attachment=attachment,
    )
