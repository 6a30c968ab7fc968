"""One e-mail per document: text and HTML side by side, the document attached."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shared.adapters.receipt_mail.address import deliverable
from shared.adapters.receipt_mail.kinds import KINDS
from shared.adapters.receipt_mail.message import Attachment, Letter, message_of
from shared.adapters.receipt_mail.view import view_of
from shared.domain.errors import Broken
from shared.domain.invoice import Invoice
from shared.domain.receipt import Receipt
from shared.usecases.ports.mail import Mail

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def compose_receipt(
    *, receipt: Receipt, invoice: Invoice, pdf: bytes, order_url: str, sender: str
) -> Mail:
    """The same bytes for the same receipt. `sender` is an address, with or without a name.

    `MailRefused` if the buyer's address is none; `Broken` if the invoice is not this receipt's
    or has no number yet.
    """
    if invoice.id != receipt.invoice_id:
        raise Broken(f"{receipt.id} belongs to {receipt.invoice_id}, not to {invoice.id}")
    if invoice.number_text is None or invoice.numbered_at is None:
        raise Broken(f"{invoice.id} has no number yet")
    sold = invoice.snapshot
    to = deliverable(sold.buyer.email)
    view = view_of(sold, invoice.number_text, order_url=order_url)
    message = message_of(
        Letter(
            sender=sender,
            sender_name=sold.seller.trading_name,
            to=to,
            reply_to=sold.seller.email,
            subject=str(view["subject"]),
            language=str(view["language"]),
            dated=invoice.numbered_at,
            receipt_id=receipt.id,
            order_id=receipt.order_id,
            text=_TEMPLATES.get_template("receipt.txt").render(view),
            html=_TEMPLATES.get_template("receipt.html").render(view),
            attachment=Attachment(f"{KINDS[sold.kind].file}-{invoice.number_text}.pdf", pdf),
        )
    )
    return Mail(receipt_id=receipt.id, order_id=receipt.order_id, to=to, mime=message)
