"""What each kind of document is called, refers to and says about the money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from shared.adapters.formatting import local_day
from shared.adapters.invoice_document.legal import law
from shared.adapters.invoice_document.pen import Pen
from shared.adapters.invoice_document.terms import Terms
from shared.domain.invoice import DocumentKind, InvoiceSnapshot
from shared.domain.parties import Regime
from shared.domain.tax import TaxCategory

_UNTIL = " \N{EN DASH} "


@dataclass(frozen=True, slots=True)
class Words:
    """Names of entries in a `Wording`."""

    reference: str
    status: str
    moved: str  # the day of the money, where it is not that of the supply
    payment: str
    total: str


_WORDS: Mapping[DocumentKind, Words] = MappingProxyType(
    {
        DocumentKind.INVOICE: Words("", "paid_on", "supply_date", "payment", "total"),
        DocumentKind.CREDIT_NOTE: Words(
            "corrects", "refunded_on", "refund_date", "refund", "total_credited"
        ),
        DocumentKind.REVERSAL: Words(
            "reverses", "reversed_on", "reversal_date", "refund", "total_reversed"
        ),
    }
)


def title(sold: InvoiceSnapshot, pen: Pen) -> str:
    """The legal title, in the seller's state and the reader's language."""
    if sold.kind is not DocumentKind.INVOICE:
        return _word(pen, sold.kind.value)
    name = law().sale_title.get(sold.seller.address.country, "invoice")
    is_taxed = sold.seller.regime is not Regime.SMALL_BUSINESS and any(
        row.treatment.category in {TaxCategory.STANDARD, TaxCategory.ZERO_RATED}
        for row in sold.taxes
    )
    return _word(pen, name if name != "tax_invoice" or is_taxed else "invoice")


def reference(sold: InvoiceSnapshot, pen: Pen) -> str:
    """`Corrects invoice INV-2026-000123 of 22 November 2026`; "" of an invoice."""
    if sold.corrects is None:
        return ""
    return _word(pen, _WORDS[sold.kind].reference).format(
        number=pen.isolated(sold.corrects.number_text), date=pen.day(sold.corrects.issue_date)
    )


def status(sold: InvoiceSnapshot, terms: Terms, pen: Pen) -> str:
    """What became of the money: paid, refunded, refund failed, or due."""
    if terms.due_on:
        return pen.wording.due_on.format(date=pen.day(terms.due_on))
    return _word(pen, _WORDS[sold.kind].status).format(date=pen.day(_moved_on(sold)))


def card(sold: InvoiceSnapshot, pen: Pen) -> str:
    """The end of the card's number: all that anybody may keep of it."""
    if sold.means is None or not sold.means.card_last4:
        return ""
    return pen.isolated(f"•••• {pen.clean(sold.means.card_last4)}")


def facts(sold: InvoiceSnapshot, issued_on: date, terms: Terms, pen: Pen) -> list[list[str]]:
    words = _WORDS[sold.kind]
    listed = [(pen.wording.issue_date, pen.day(issued_on))]
    if sold.kind is DocumentKind.INVOICE:
        listed.extend(_supplied(sold, terms, pen))
    else:
        listed.append((_word(pen, words.moved), pen.day(_moved_on(sold))))
    listed.append((pen.wording.order, pen.clean(sold.order_id)))
    if terms.due_on:
        listed.append((pen.wording.due_date, pen.day(terms.due_on)))
    else:
        proof = sold.corrects.refund_id if sold.corrects else sold.payment_id
        listed.append((_word(pen, words.payment), pen.clean(proof)))
    return [[name, value] for name, value in listed]


def _supplied(sold: InvoiceSnapshot, terms: Terms, pen: Pen) -> list[tuple[str, str]]:
    """Payment and supply are mostly one day, and then one line says both."""
    supply, paid_on = sold.supply, _moved_on(sold)
    if not terms.due_on and (supply is None or (supply.on, supply.until) == (paid_on, None)):
        return [(pen.wording.supply_date, pen.day(paid_on))]
    if supply is None:
        return []
    days = (pen.day(on) for on in (supply.on, supply.until) if on)
    return [(pen.wording.supply_only, _UNTIL.join(days))]


def total_name(sold: InvoiceSnapshot, pen: Pen) -> str:
    return _word(pen, _WORDS[sold.kind].total)


def _moved_on(sold: InvoiceSnapshot) -> date:
    return local_day(sold.paid_at, sold.seller.time_zone)


def _word(pen: Pen, name: str) -> str:
    return str(getattr(pen.wording, name))
