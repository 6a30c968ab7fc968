"""A numbered document of ours in the terms of EN 16931."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from shared.adapters.einvoice.en16931 import (
    CREDIT_NOTE,
    INVOICE,
    Delivery,
    Document,
    Line,
    Means,
    TaxRow,
    Totals,
)
from shared.adapters.einvoice.parties import buyer_of, clean, clean_address, seller_of
from shared.adapters.formatting import local_day
from shared.adapters.invoice_document.languages import negotiated
from shared.adapters.invoice_document.legal import exemption_note, small_business_note, vatex
from shared.domain.errors import Broken
from shared.domain.invoice import DocumentKind, Invoice, InvoiceSnapshot
from shared.domain.invoice_lines import InvoiceLine, TaxLine
from shared.domain.money import tax_inside
from shared.domain.parties import Regime, Seller
from shared.domain.payment_means import MeansCode, PaymentMeans
from shared.domain.tax import TaxCategory, TaxTreatment

_PRICE_STEP = Decimal("0.000001")  # a net price needs more digits than an amount may have
_NO_GROUND = frozenset({TaxCategory.STANDARD, TaxCategory.ZERO_RATED, TaxCategory.OTHER})
_TO_AN_ACCOUNT = frozenset({MeansCode.TRANSFER, MeansCode.SEPA_TRANSFER})


def document_of(invoice: Invoice) -> Document:
    """`Broken` without a number. Whether EN 16931 accepts it is for `checks` to say."""
    if invoice.number_text is None or invoice.issue_date is None:
        raise Broken(f"{invoice.id} has no number yet")
    sold = invoice.snapshot
    # A reversal asks again for what a credit note took back: an invoice that names that note.
    is_credit_note = sold.kind is DocumentKind.CREDIT_NOTE
    taxes = _rows(sold.taxes, sold.seller)
    has_vat_ids = all(row.category != TaxCategory.OUT_OF_SCOPE for row in taxes)
    national = sold.national_tax
    return Document(
        number=invoice.number_text,
        issued_on=invoice.issue_date,
        type_code=CREDIT_NOTE if is_credit_note else INVOICE,
        currency=sold.total.currency.upper(),
        tax_currency="" if national is None else national.currency.upper(),
        sales_order=clean(sold.order_id),
        note=" ".join(filter(None, map(clean, sold.notes))),
        preceding_number="" if sold.corrects is None else sold.corrects.number_text,
        preceding_date=None if sold.corrects is None else sold.corrects.issue_date,
        seller=seller_of(sold.seller, has_vat_id=has_vat_ids),
        buyer=buyer_of(sold.buyer, has_vat_id=has_vat_ids),
        delivery=_delivery(sold),
        means=_means(sold),
        totals=_totals(sold),
        taxes=taxes,
        lines=tuple(_line(place, line) for place, line in enumerate(sold.lines, 1)),
    )


def _line(place: int, line: InvoiceLine) -> Line:
    """A discount is taken off at the line's own rate, so that price and discount lose their tax.

    Both are derived from the net that was charged; only that one has to be exact.
    """
    percent = line.treatment.percent
    discount = line.discount - tax_inside(line.discount, percent)
    net = line.net.decimal()
    price = (net + discount.decimal()) / line.quantity
    return Line(
        id=str(place),
        quantity=line.quantity,
        net=net,
        discount=discount.decimal(),
        price=price.quantize(_PRICE_STEP).normalize(),
        category=line.treatment.category.value,
        percent=percent,
        name=clean(line.name),
        description=clean(line.description),
        sku=clean(line.sku),
    )


def _rows(taxes: Iterable[TaxLine], seller: Seller) -> tuple[TaxRow, ...]:
    """One row per category and rate (BR-S-08 and its kin), whichever countries and grounds."""
    rows: dict[tuple[str, Decimal], TaxRow] = {}
    for tax in taxes:
        key = (tax.treatment.category.value, tax.treatment.percent)
        row = _row(tax, seller)
        rows[key] = _merged(rows[key], row) if key in rows else row
    return tuple(rows.values())


def _row(tax: TaxLine, seller: Seller) -> TaxRow:
    treatment = tax.treatment
    has_ground = treatment.category not in _NO_GROUND
    return TaxRow(
        base=tax.net.decimal(),
        tax=tax.tax.decimal(),
        category=treatment.category.value,
        percent=treatment.percent,
        reason=_reason(treatment, seller) if has_ground else "",
        reason_code=vatex(treatment) if has_ground else "",
    )


def _reason(treatment: TaxTreatment, seller: Seller) -> str:
    """In the seller's language, since a tax office reads it."""
    country, language = seller.address.country, negotiated([seller.language])
    is_exempt = treatment.category is TaxCategory.EXEMPT
    if is_exempt and seller.regime is Regime.SMALL_BUSINESS:
        return small_business_note(country, language)
    return exemption_note(treatment, seller_country=country, language=language)


def _merged(one: TaxRow, other: TaxRow) -> TaxRow:
    reasons = dict.fromkeys(filter(None, (one.reason, other.reason)))
    return replace(
        one,
        base=one.base + other.base,
        tax=one.tax + other.tax,
        reason="; ".join(reasons),
        reason_code=one.reason_code if one.reason_code == other.reason_code else "",
    )


def _totals(sold: InvoiceSnapshot) -> Totals:
    """Everything we issue has been paid, or paid back."""
    national = sold.national_tax
    return Totals(
        lines=sum((line.net.decimal() for line in sold.lines), Decimal()),
        net=sold.net.decimal(),
        tax=sold.tax.decimal(),
        tax_in_tax_currency=None if national is None else national.decimal(),
        gross=sold.total.decimal(),
        paid=sold.total.decimal(),
        due=Decimal(),
    )


def _delivery(sold: InvoiceSnapshot) -> Delivery:
    supply = sold.supply
    if supply is None:  # issued before supplies were written down
        paid_on = local_day(sold.paid_at, sold.seller.time_zone)
        return Delivery(on=paid_on if sold.kind is DocumentKind.INVOICE else None)
    to = None if supply.to is None else clean_address(supply.to)
    name = "" if to is None else clean(sold.buyer.name)
    if supply.until is None:
        return Delivery(on=supply.on, to=to, to_name=name)
    # What goes on for a while is completed on its last day (Art. 64(1) of 2006/112/EC).
    return Delivery(on=supply.until, start=supply.on, end=supply.until, to=to, to_name=name)


def _means(sold: InvoiceSnapshot) -> Means:
    paid = sold.means or PaymentMeans()
    bank = sold.seller.bank if paid.code in _TO_AN_ACCOUNT else None
    return Means(
        code=paid.code.value,
        reference=clean(sold.payment_id),
        iban="" if bank is None else bank.iban,
        bic="" if bank is None else bank.bic,
        card=paid.card_last4,
    )
