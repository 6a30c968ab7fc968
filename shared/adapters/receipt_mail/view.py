"""The mail that carries a document, as its templates print it: all formatted and cleaned."""

from __future__ import annotations

from shared.adapters.formatting import one_line
from shared.adapters.invoice_document import kinds as document
from shared.adapters.invoice_document.pen import Pen
from shared.adapters.invoice_document.terms import PAID
from shared.adapters.invoice_document.view import pen_for
from shared.adapters.receipt_mail.kinds import KINDS
from shared.adapters.receipt_mail.order_markup import Markup, Ordered, order_markup
from shared.adapters.receipt_mail.view_amounts import amount, apart, lines, presented, totals
from shared.adapters.receipt_mail.view_frame import (
    LINES_SHOWN_MAX,
    View,
    frame,
    more_lines,
    name_of,
    told,
)
from shared.adapters.receipt_mail.wording import wording_in
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.mail_fact import MailFact
from shared.domain.mail_plan import OF_DOCUMENT


def view_of(sold: InvoiceSnapshot, number: str, *, fact: MailFact, order_url: str) -> View:
    """What `receipt.html` and `receipt.txt` read, in the language of the document."""
    pen = pen_for(sold, one_line)
    words = wording_in(pen.wording.language)
    title = document.title(sold, pen)
    shown = apart(number, pen)
    total = amount(sold.total, pen)
    return {
        **frame(sold.seller, words, pen, order_url=order_url),
        **told(words.news[fact], seller=name_of(sold.seller, pen), number=shown, total=total),
        "notes": [
            words.attached.format(document=f"{title} {shown}"),
            document.reference(sold, pen),
        ],
        "order_markup": _markup(sold, order_url),
        "facts": _facts(sold, title, number, pen),
        "lines": lines(sold.lines[:LINES_SHOWN_MAX], pen),
        "more_lines": more_lines(len(sold.lines), words.more_lines, pen),
        "totals": totals(sold, pen),
        "total_name": document.total_name(sold, pen),
        "total": total,
        "presented": presented(sold, words.presented, pen),
        "status": document.status(sold, PAID, pen),
    }


def _facts(sold: InvoiceSnapshot, title: str, number: str, pen: Pen) -> list[tuple[str, str]]:
    buyer = (sold.buyer.business_name, sold.buyer.name)
    named = ", ".join(apart(name, pen) for name in map(one_line, buyer) if name)
    facts = (
        (pen.wording.order, apart(sold.order_id, pen)),
        (title, apart(number, pen)),
        (pen.wording.buyer, named),
    )
    return [(name, value) for name, value in facts if value]


def _markup(sold: InvoiceSnapshot, order_url: str) -> Markup | None:
    ordered = Ordered(
        merchant=sold.seller.trading_name,
        order_id=sold.order_id,
        at=sold.paid_at,
        lines=sold.lines,
        total=sold.total,
    )
    return order_markup(
        ordered, KINDS[OF_DOCUMENT[sold.kind]], order_url, lines_max=LINES_SHOWN_MAX
    )
