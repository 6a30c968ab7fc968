"""The mail that tells what became of an order before there is a document."""

from __future__ import annotations

from shared.adapters.formatting import one_line
from shared.adapters.invoice_document.view import pen_between
from shared.adapters.receipt_mail.kinds import KINDS
from shared.adapters.receipt_mail.order_markup import Ordered, order_markup
from shared.adapters.receipt_mail.view_amounts import amount, apart, lines
from shared.adapters.receipt_mail.view_frame import (
    LINES_SHOWN_MAX,
    View,
    frame,
    more_lines,
    name_of,
    told,
)
from shared.adapters.receipt_mail.wording import wording_in
from shared.domain.invoice_lines import invoice_lines
from shared.domain.mail_fact import MailFact
from shared.domain.order import Order
from shared.domain.parties import Buyer, Seller


def status_view(
    fact: MailFact, order: Order, *, buyer: Buyer, seller: Seller, order_url: str
) -> View:
    """What `receipt.html` and `receipt.txt` read. No tax is told apart: nothing was sold yet."""
    pen = pen_between(buyer, seller, one_line)
    words = wording_in(pen.wording.language)
    total = amount(order.total, pen)
    ordered = Ordered(
        merchant=seller.trading_name,
        order_id=order.id,
        at=order.created_at,
        lines=invoice_lines(order.lines, seller.address.country, seller.regime),
        total=order.total,
    )
    return {
        **frame(seller, words, pen, order_url=order_url),
        **told(words.news[fact], seller=name_of(seller, pen), total=total),
        "notes": [],
        "order_markup": order_markup(ordered, KINDS[fact], order_url, lines_max=LINES_SHOWN_MAX),
        "facts": [(pen.wording.order, apart(order.id, pen))],
        "lines": lines(ordered.lines[:LINES_SHOWN_MAX], pen),
        "more_lines": more_lines(len(ordered.lines), words.more_items, pen),
        "totals": [],
        "total_name": pen.wording.total,
        "total": total,
        "status": "",
    }
