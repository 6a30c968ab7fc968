"""An invoice as the template prints it: every string formatted and cleaned, no logic left."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from shared.adapters.colour import WHITE, readable
from shared.adapters.invoice_document import kinds, view_amounts, view_parties
from shared.adapters.invoice_document.languages import locale_for, negotiated
from shared.adapters.invoice_document.legal import (
    exemption_note,
    small_business_note,
    tax_name,
)
from shared.adapters.invoice_document.paper import paper_for
from shared.adapters.invoice_document.payment_code import CURRENCY, payment_code
from shared.adapters.invoice_document.pen import Clean, Pen
from shared.adapters.invoice_document.terms import Terms
from shared.adapters.invoice_document.wording import Wording, starting, wording_in
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.parties import BankAccount, Buyer, Regime, Seller

View = dict[str, object]


def wording_for(buyer: Buyer, seller: Seller) -> Wording:
    """In the buyer's language, else the seller's, else English."""
    return wording_in(negotiated((buyer.language, seller.language)))


def pen_for(sold: InvoiceSnapshot, clean: Clean) -> Pen:
    return pen_between(sold.buyer, sold.seller, clean)


def pen_between(buyer: Buyer, seller: Seller, clean: Clean) -> Pen:
    wording = wording_for(buyer, seller)
    country = buyer.address.country or seller.address.country
    locale = locale_for(wording.language, wording.locale, country)
    return Pen(wording, locale, wording.taxes[tax_name(seller.address.country)], clean)


def view_of(sold: InvoiceSnapshot, number: str, issued_on: date, *, terms: Terms, pen: Pen) -> View:
    """What `invoice.typ` reads, but for the fonts and the logo."""
    title = kinds.title(sold, pen)
    words = pen.wording
    return {
        "words": {name: text for name, text in asdict(words).items() if isinstance(text, str)},
        "language": words.language.partition("-")[0],
        "region": pen.locale.rpartition("_")[2] if "_" in pen.locale else "",
        "rtl": words.is_right_to_left,
        "paper": paper_for(sold),
        "accent": readable(sold.seller.accent, on=WHITE),
        "title": title,
        "number": number,
        "reference": kinds.reference(sold, pen),
        "status": kinds.status(sold, terms, pen),
        "is_due": terms.due_on is not None,
        "name": pen.clean(sold.seller.trading_name),
        "seller": view_parties.seller_lines(sold.seller, pen),
        "seller_numbers": view_parties.seller_numbers(sold.seller, pen),
        "buyer": view_parties.buyer_lines(sold.buyer, pen),
        "buyer_numbers": view_parties.buyer_numbers(sold.buyer, pen),
        "delivery": view_parties.delivery_lines(sold, pen),
        "facts": kinds.facts(sold, issued_on, terms, pen),
        "tax": starting(pen.tax.name),
        "lines": view_amounts.lines(sold, pen),
        "tax_summary": starting(words.tax_summary.format(tax=pen.tax.name)),
        "taxes": view_amounts.tax_rows(sold, pen),
        "small_print": view_amounts.small_print(sold, pen),
        "totals": view_amounts.totals(sold, terms, pen),
        "notes": _notes(sold, pen),
        "payment": _payment(sold, number, terms, pen),
        "footer": view_parties.footer(sold.seller, pen),
    }


def _notes(sold: InvoiceSnapshot, pen: Pen) -> list[str]:
    """What the law wants said about tax that is not charged, and what the sale itself says."""
    state, language = sold.seller.address.country, pen.wording.language
    reasons = (
        [small_business_note(state, language)]
        if sold.seller.regime is Regime.SMALL_BUSINESS
        else [
            exemption_note(row.treatment, seller_country=state, language=language)
            for row in sold.taxes
        ]
    )
    said = (*reasons, *map(pen.clean, sold.notes))
    return [pen.sentence(text) for text in dict.fromkeys(said) if text]


def _payment(sold: InvoiceSnapshot, number: str, terms: Terms, pen: Pen) -> View | None:
    bank = sold.seller.bank
    if terms.due_on is None or bank is None:
        return None
    words = pen.wording
    rows = (
        (words.account_holder, pen.clean(sold.seller.legal_name)),
        ("IBAN", _in_fours(bank.iban)),
        ("BIC", bank.bic),
        (words.reference, number),
    )
    return {
        "rows": [[label, value] for label, value in rows if value],
        "code": _code(sold, number, bank, pen),
        "code_for": words.code_for.format(amount=pen.amount(sold.total)),
    }


def _code(sold: InvoiceSnapshot, number: str, bank: BankAccount, pen: Pen) -> str:
    if sold.total.currency != CURRENCY:
        return ""
    holder = pen.clean(sold.seller.legal_name)
    return payment_code(bank, holder=holder, amount=sold.total, reference=number)


def _in_fours(iban: str) -> str:
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def logo_alt(sold: InvoiceSnapshot, pen: Pen) -> str:
    return pen.wording.logo.format(name=pen.clean(sold.seller.trading_name))
