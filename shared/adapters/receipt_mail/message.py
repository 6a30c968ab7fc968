"""A letter as MIME, the same bytes every time.

Nothing that a customer typed stands in a header, except an address that has been checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from hashlib import sha256

from shared.adapters.formatting import one_line
from shared.domain.errors import Broken
from shared.domain.ids import OrderId, ReceiptId


@dataclass(frozen=True, slots=True)
class Attachment:
    filename: str  # ASCII
    pdf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    sender: str  # an address, with or without a name
    sender_name: str  # used if `sender` has none
    to: str
    reply_to: str
    subject: str
    language: str  # BCP 47
    dated: datetime
    receipt_id: ReceiptId
    order_id: OrderId
    text: str
    html: str
    attachment: Attachment | None = None


def message_of(letter: Letter) -> bytes:
    """multipart/mixed of multipart/alternative and the PDF; without one, the alternatives alone."""
    message = EmailMessage(policy=SMTP)
    for name, value in _headers(letter).items():
        message[name] = value
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.attachment is not None:
        message.add_attachment(
            letter.attachment.pdf,
            maintype="application",
            subtype="pdf",
            filename=letter.attachment.filename,
        )
    message["Content-Language"] = letter.language  # set last: set_content takes such headers along
    _fix_boundaries(message, letter.receipt_id)
    return message.as_bytes()


def _headers(letter: Letter) -> dict[str, str | datetime | Address]:
    """No Message-ID: the provider sets its own."""
    return {
        "From": _sender(letter),
        "To": Address(addr_spec=letter.to),
        "Reply-To": Address(addr_spec=letter.reply_to),
        "Subject": letter.subject,
        "Date": letter.dated,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
        "X-Entity-Ref-ID": letter.receipt_id,  # keeps two mails from becoming one thread
        "X-Kvitto-Receipt": letter.receipt_id,
        "X-Kvitto-Order": letter.order_id,
    }


def _sender(letter: Letter) -> Address:
    name, address = parseaddr(letter.sender)
    if not address:
        raise Broken(f"{letter.sender!r} is not the address of a sender")
    return Address(one_line(name or letter.sender_name), addr_spec=address)


def _fix_boundaries(message: EmailMessage, receipt_id: ReceiptId) -> None:
    # "=_" occurs neither in quoted-printable nor in base64, so no content can hold a boundary.
    seed = sha256(receipt_id.encode()).hexdigest()[:24]
    multiparts = (part for part in message.walk() if part.is_multipart())
    for depth, part in enumerate(multiparts):
        part.set_boundary(f"=_{depth}_{seed}")
