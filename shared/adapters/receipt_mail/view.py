"""A receipt as its templates print it: every string formatted and cleaned."""

from __future__ import annotations

from shared.adapters.colour import WHITE, readable
from shared.adapters.formatting import amount, count, country, day, local_day, one_line
from shared.adapters.postal_address import address_lines
from shared.adapters.receipt_mail.wording import Wording
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.invoice_lines import InvoiceLine
from shared.domain.parties import Seller

LINES_SHOWN_MAX = 20  # a longer mail is cut by the reader's provider; the invoice has them all
NIGHT = "#161b22"  # what lies behind the text in dark mode

View = dict[str, object]


def view_of(sold: InvoiceSnapshot, number: str, *, order_url: str, wording: Wording) -> View:
    """What `receipt.html` and `receipt.txt` read."""
    total = amount(sold.total, wording.locale)
    seller = one_line(sold.seller.trading_name)
    paid_on = day(local_day(sold.paid_at, sold.seller.time_zone), wording.locale)
    return {
        "words": wording,
        "subject": wording.subject.format(seller=seller, number=number),
        "preheader": wording.preheader.format(total=total, seller=seller),
        "intro": wording.intro.format(total=total),
        "why": wording.why.format(date=paid_on),
        "accent": readable(sold.seller.accent, on=WHITE),
        "accent_at_night": readable(sold.seller.accent, on=NIGHT),
        "night": NIGHT,
        "seller": seller,
        "legal": _legal(sold.seller, wording),
        "order_url": order_url,
        "order_facts": order_facts(sold, order_url),
        "facts": [
            (wording.order, sold.order_id),
            (wording.invoice, number),
            (wording.paid_on, paid_on),
            (wording.buyer, one_line(sold.buyer.name)),
        ],
        "lines": [_line(line, wording) for line in sold.lines[:LINES_SHOWN_MAX]],
        "more_lines": _more_lines(sold, wording),
        "totals": [
            (wording.net, amount(sold.net, wording.locale)),
            (wording.vat, amount(sold.tax, wording.locale)),
        ],
        "total": total,
    }


def order_facts(sold: InvoiceSnapshot, order_url: str) -> View:
    """The order for machines: schema.org/Order, as mail programs read it."""
    currency = sold.total.currency.upper()
    return {
        "@context": "http://schema.org",
        "@type": "Order",
        "merchant": {"@type": "Organization", "name": one_line(sold.seller.trading_name)},
        "orderNumber": sold.order_id,
        "orderDate": sold.paid_at.isoformat(),
        "orderStatus": "http://schema.org/OrderProcessing",
        "priceCurrency": currency,
        "price": f"{sold.total.decimal():f}",
        "acceptedOffer": [
            {
                "@type": "Offer",
                "itemOffered": {
                    "@type": "Product",
                    "name": one_line(line.name),
                    "sku": one_line(line.sku),
                },
                "price": f"{line.unit.decimal():f}",
                "priceCurrency": currency,
                "eligibleQuantity": {"@type": "QuantitativeValue", "value": line.quantity},
            }
            for line in sold.lines[:LINES_SHOWN_MAX]
        ],
        "url": order_url,
    }


def _line(line: InvoiceLine, wording: Wording) -> dict[str, str]:
    return {
        "name": one_line(line.name),
        "detail": wording.piece.format(
            quantity=count(line.quantity, wording.locale), unit=amount(line.unit, wording.locale)
        ),
        "total": amount(line.gross, wording.locale),
    }


def _more_lines(sold: InvoiceSnapshot, wording: Wording) -> str:
    hidden = len(sold.lines) - LINES_SHOWN_MAX
    return wording.more_lines.format(count=count(hidden, wording.locale)) if hidden > 0 else ""


def _legal(seller: Seller, wording: Wording) -> list[str]:
    return [
        ", ".join(
            (
                *map(one_line, (seller.legal_name, *address_lines(seller.address))),
                country(seller.address.country, wording.locale),
            )
        ),
        f"{wording.vat_id} {one_line(seller.vat_id)} · {one_line(seller.registration)}",
        f"{one_line(seller.email)} · {one_line(seller.website)}",
    ]
