"""The fixed words of the mail, one table per language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    language: str  # ISO 639-1
    locale: str  # CLDR, decides the form of amounts and dates
    subject: str  # {seller}, {number}
    preheader: str  # {total}, {seller}
    heading: str
    intro: str  # {total}
    button: str
    order: str
    invoice: str
    paid_on: str
    buyer: str
    piece: str  # {quantity}, {unit}
    more_lines: str  # {count}
    net: str
    vat: str
    total: str
    prices: str
    help: str
    vat_id: str
    why: str  # {date}


ENGLISH = Wording(
    language="en",
    locale="en_GB",
    subject="Your receipt from {seller} ({number})",
    preheader="{total} paid to {seller}. Your invoice is attached.",
    heading="Thank you for your order",
    intro="We have received your payment of {total}. Your invoice is attached as a PDF.",
    button="View your order",
    order="Order",
    invoice="Invoice",
    paid_on="Paid on",
    buyer="Billed to",
    piece="{quantity} × {unit}",  # noqa: RUF001 - the sign for times is meant
    more_lines="More lines on the invoice: {count}",
    net="Net",
    vat="VAT",
    total="Total",
    prices="Prices include VAT.",
    help="Questions? Just reply to this e-mail.",
    vat_id="VAT ID",
    why="You receive this e-mail because you placed an order with us on {date}.",
)
