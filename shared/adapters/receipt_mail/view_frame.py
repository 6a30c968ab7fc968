"""What every mail has around its news: sender, colours, and the words that are always the same."""

from __future__ import annotations

from shared.adapters.colour import WHITE, readable
from shared.adapters.formatting import one_line
from shared.adapters.invoice_document import view_parties
from shared.adapters.invoice_document.pen import Pen
from shared.adapters.receipt_mail.view_amounts import apart
from shared.adapters.receipt_mail.wording import News, Wording
from shared.domain.parties import Seller

LINES_SHOWN_MAX = 20  # a longer mail is cut by the reader's provider
NIGHT = "#161b22"  # what lies behind the text in dark mode

View = dict[str, object]


def frame(seller: Seller, words: Wording, pen: Pen, *, order_url: str) -> View:
    return {
        "language": pen.wording.language,
        "is_right_to_left": pen.wording.is_right_to_left,
        "accent": readable(seller.accent, on=WHITE),
        "accent_at_night": readable(seller.accent, on=NIGHT),
        "night": NIGHT,
        "seller": name_of(seller, pen),
        "button": words.button,
        "order_url": order_url,
        "help": words.help,
        "legal": _legal(seller, pen),
        "why": words.why.format(seller=name_of(seller, pen)),
    }


def told(news: News, **gaps: str) -> View:
    return {
        "subject": news.subject.format(**gaps),
        "preheader": news.preheader.format(**gaps),
        "heading": news.heading,
        "intro": news.intro.format(**gaps),
    }


def name_of(seller: Seller, pen: Pen) -> str:
    return apart(one_line(seller.trading_name), pen)


def more_lines(lines: int, words: str, pen: Pen) -> str:
    """How many of them the mail does not show; "" if it shows them all."""
    hidden = lines - LINES_SHOWN_MAX
    return words.format(count=pen.count(hidden)) if hidden > 0 else ""


def _legal(seller: Seller, pen: Pen) -> list[str]:
    """Who, registered as what, and how to reach them: a line each."""
    columns = view_parties.footer(seller, pen)
    return [" · ".join(apart(one_line(text), pen) for text in column) for column in columns]
