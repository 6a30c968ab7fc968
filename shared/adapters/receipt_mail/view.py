"""A document's mail as its templates print it: every string formatted and cleaned."""

from __future__ import annotations

from shared.adapters.colour import WHITE, readable
from shared.adapters.formatting import one_line
from shared.adapters.invoice_document import kinds as document
from shared.adapters.invoice_document import view_parties
from shared.adapters.invoice_document.pen import Pen
from shared.adapters.invoice_document.terms import PAID
from shared.adapters.invoice_document.view import pen_for
from shared.adapters.receipt_mail.order_markup import order_markup
from shared.adapters.receipt_mail.view_amounts import apart, lines, total, totals
from shared.adapters.receipt_mail.wording import wording_in
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.parties import Seller

LINES_SHOWN_MAX = 20  # a longer mail is cut by the reader's provider; the document has them all
NIGHT = "#161b22"  # what lies behind the text in dark mode

View = dict[str, object]


def view_of(sold: InvoiceSnapshot, number: str, *, order_url: str) -> View:
    """What `receipt.html` and `receipt.txt` read, in the language of the document."""
    pen = pen_for(sold, one_line)
    words = wording_in(pen.wording.language)
    news = words.news[sold.kind]
    title = document.title(sold, pen)
    seller = apart(one_line(sold.seller.trading_name), pen)
    said = {"seller": seller, "number": apart(number, pen), "total": total(sold, pen)}
    return {
        "language": pen.wording.language,
        "is_right_to_left": pen.wording.is_right_to_left,
        "accent": readable(sold.seller.accent, on=WHITE),
        "accent_at_night": readable(sold.seller.accent, on=NIGHT),
        "night": NIGHT,
        "seller": seller,
        "subject": news.subject.format(**said),
        "preheader": news.preheader.format(**said),
        "heading": news.heading,
        "intro": news.intro.format(**said),
        "notes": [
            words.attached.format(document=f"{title} {said['number']}"),
            document.reference(sold, pen),
        ],
        "button": words.button,
        "order_url": order_url,
        "order_markup": order_markup(sold, order_url, lines_max=LINES_SHOWN_MAX),
        "facts": _facts(sold, title, number, pen),
        "lines": lines(sold.lines[:LINES_SHOWN_MAX], pen),
        "more_lines": _more_lines(sold, words.more_lines, pen),
        "totals": totals(sold, pen),
        "total_name": document.total_name(sold, pen),
        "total": said["total"],
        "status": document.status(sold, PAID, pen),
        "help": words.help,
        "legal": _legal(sold.seller, pen),
        "why": words.why.format(seller=seller),
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


def _more_lines(sold: InvoiceSnapshot, words: str, pen: Pen) -> str:
    hidden = len(sold.lines) - LINES_SHOWN_MAX
    return words.format(count=pen.count(hidden)) if hidden > 0 else ""


def _legal(seller: Seller, pen: Pen) -> list[str]:
    """Who, registered as what, and how to reach them: a line each."""
    columns = view_parties.footer(seller, pen)
    return [" · ".join(apart(one_line(text), pen) for text in column) for column in columns]
