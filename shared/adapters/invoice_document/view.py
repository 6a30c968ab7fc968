"""An invoice as the template prints it: every string formatted and cleaned, no logic left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from shared.adapters.colour import WHITE, readable
from shared.adapters.formatting import amount, count, country, day, digits, local_day, percent
from shared.adapters.invoice_document.wording import Wording
from shared.adapters.postal_address import address_lines
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.invoice_lines import InvoiceLine, TaxLine
from shared.domain.money import tax_inside, zero
from shared.domain.parties import Buyer, Seller

View = dict[str, object]
Clean = Callable[[str], str]


def view_of(
    sold: InvoiceSnapshot, number: str, issued_on: date, *, wording: Wording, clean: Clean
) -> View:
    """What `invoice.typ` reads. `clean` is applied to everything that people typed."""
    paid_on = day(local_day(sold.paid_at, sold.seller.time_zone), wording.locale)
    return {
        "words": asdict(wording),
        "title": f"{wording.invoice} {number}",
        "number": number,
        "accent": readable(sold.seller.accent, on=WHITE),
        "badge": wording.paid_on.format(date=paid_on),
        "seller": _seller(sold.seller, wording, clean),
        "buyer": _buyer(sold.buyer, wording, clean),
        "facts": [
            [wording.issue_date, day(issued_on, wording.locale)],
            [wording.supply_date, paid_on],
            [wording.order, clean(sold.order_id)],
            [wording.payment, clean(sold.payment_id)],
        ],
        "lines": [
            _line(position, line, wording, clean) for position, line in enumerate(sold.lines, 1)
        ],
        "taxes": [_tax(tax, wording.locale) for tax in sold.taxes],
        "amounts_in": wording.amounts_in.format(currency=sold.total.currency.upper()),
        "totals": _totals(sold, wording),
    }


def _seller(seller: Seller, wording: Wording, clean: Clean) -> View:
    return {
        "name": clean(seller.trading_name),
        "legal_name": clean(seller.legal_name),
        "address": [
            *map(clean, address_lines(seller.address)),
            country(seller.address.country, wording.locale),
        ],
        "vat_id": clean(seller.vat_id),
        "registration": clean(seller.registration),
        "email": clean(seller.email),
        "website": clean(seller.website),
    }


def _buyer(buyer: Buyer, wording: Wording, clean: Clean) -> list[str]:
    """What is known, the name first."""
    lines = (
        buyer.business_name,
        buyer.name,
        *address_lines(buyer.address),
        country(buyer.address.country, wording.locale),
        buyer.email,
    )
    return [line for line in map(clean, lines) if line]


def _line(position: int, line: InvoiceLine, wording: Wording, clean: Clean) -> View:
    unit_net = line.unit - tax_inside(line.unit, line.treatment.percent)
    return {
        "position": count(position, wording.locale),
        "name": clean(line.name),
        "description": clean(line.description),
        "quantity": count(line.quantity, wording.locale),
        "unit": digits(line.unit, wording.locale),
        "unit_net": wording.unit_net.format(amount=digits(unit_net, wording.locale)),
        "vat": percent(line.treatment.percent, wording.locale),
        "amount": digits(line.gross, wording.locale),
    }


def _tax(tax: TaxLine, locale: str) -> list[str]:
    return [
        percent(tax.treatment.percent, locale),
        digits(tax.net, locale),
        digits(tax.tax, locale),
        digits(tax.net + tax.tax, locale),
    ]


def _totals(sold: InvoiceSnapshot, wording: Wording) -> View:
    locale = wording.locale
    return {
        "net": amount(sold.net, locale),
        "vat": amount(sold.tax, locale),
        "total": amount(sold.total, locale),
        "due": amount(zero(sold.total.currency), locale),
    }
