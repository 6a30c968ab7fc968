"""Seller, buyer and the foot of the page, as the template prints them."""

from __future__ import annotations

from shared.adapters.invoice_document.pen import Pen
from shared.adapters.postal_address import address_lines
from shared.domain.address import Address
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.parties import Buyer, Seller


def seller_lines(seller: Seller, pen: Pen) -> list[str]:
    """The legal name first."""
    return _known(seller.legal_name, *_address(seller.address, pen), clean=pen)


def buyer_lines(buyer: Buyer, pen: Pen) -> list[str]:
    """What is known, the name first: a company is the buyer, and its contact comes after."""
    return _known(
        buyer.business_name,
        buyer.name,
        *_address(buyer.address, pen),
        buyer.email,
        clean=pen,
    )


def delivery_lines(sold: InvoiceSnapshot, pen: Pen) -> list[str]:
    """Where goods went, if that is not where the buyer lives."""
    to = sold.supply.to if sold.supply else None
    if to is None or to == sold.buyer.address:
        return []
    return _known(*_address(to, pen), clean=pen)


def seller_numbers(seller: Seller, pen: Pen) -> list[list[str]]:
    """Label and number, each that is known."""
    pairs = (
        (pen.tax.number, seller.vat_id),
        (pen.wording.tax_number, "" if seller.vat_id else seller.tax_number),
    )
    return [[label, pen.clean(number)] for label, number in pairs if number]


def buyer_numbers(buyer: Buyer, pen: Pen) -> list[list[str]]:
    return [[pen.tax.number, pen.clean(buyer.vat_id)]] if buyer.vat_id else []


def footer(seller: Seller, pen: Pen) -> list[list[str]]:
    """Three columns: who, registered as what, and how to reach them."""
    numbers = (f"{label} {pen.isolated(text)}" for label, text in seller_numbers(seller, pen))
    contact = (seller.email, seller.phone and pen.isolated(seller.phone), seller.website)
    return [
        seller_lines(seller, pen),
        [*numbers, *_known(seller.registration, clean=pen)],
        [line for line in contact if line],
    ]


def _address(address: Address, pen: Pen) -> tuple[str, ...]:
    return (*address_lines(address), pen.country(address.country))


def _known(*lines: str, clean: Pen) -> list[str]:
    return [line for line in map(clean.clean, lines) if line]
