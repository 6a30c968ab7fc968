"""Documents of every kind in a merchant's own name, to be looked at before the first sale."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from shared.adapters.invoice_document.terms import PAID, Terms
from shared.domain.accounting_currency import accounting_currency
from shared.domain.address import Address
from shared.domain.credit_note import credit_for, credit_note_for, reversal_for
from shared.domain.ids import OrderId, PaymentId, invoice_id_of
from shared.domain.invoice import Invoice, InvoiceSnapshot, InvoiceStatus
from shared.domain.invoice_lines import InvoiceLine, taxes_of
from shared.domain.money import Money, tax_inside, zero
from shared.domain.parties import Buyer, Seller
from shared.domain.payment_means import MeansCode, PaymentMeans
from shared.domain.reference_rates import DayOfRates, ReferenceRates
from shared.domain.supply import Supply
from shared.domain.tax import TaxCategory, TaxTreatment, catalog_rate

_BUYERS = Path(__file__).with_name("samples.toml")
_PAID_AT = datetime(2026, 11, 22, 12, 4, 31, tzinfo=UTC)
_LATER = _PAID_AT + timedelta(days=9)
_TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
_REFUND = "re_3SVkWq2eZvKYlo2C0kLp8sTn"
_ORDER = OrderId("ord_7f3kq2m9x4v1c8r5t6w0y2z3ab")

# Of about the size that they had, for the members of the Union that have another currency.
_PER_EURO = {
    "czk": "24.175",
    "dkk": "7.4691",
    "huf": "382.30",
    "pln": "4.2398",
    "ron": "5.0873",
    "sek": "10.9845",
}
_DAY = DayOfRates(date(2026, 11, 20), {code: Decimal(rate) for code, rate in _PER_EURO.items()})
_RATES = ReferenceRates(days=(_DAY,))


@dataclass(frozen=True, slots=True)
class Sample:
    invoice: Invoice
    terms: Terms = PAID


def samples(seller: Seller, language: str, *, percents: tuple[str, str]) -> dict[str, Sample]:
    """By kind. `percents`: two rates of the seller's tax, the usual and the reduced one."""
    buyer = _buyer(language)
    lines = _lines(seller.address.country, percents)
    invoice = _invoice(seller, buyer, lines)
    credit = credit_for(invoice, _REFUND, lines[0].gross, {0: lines[0].gross.minor})
    note = credit_note_for(invoice, credit, refunded_at=_LATER, at=_LATER, traceparent=_TRACE)
    note = _numbered(note, 7, _LATER.date())
    reversal = reversal_for(note, failed_at=_LATER, at=_LATER, traceparent=_TRACE)
    company = replace(buyer, business_name="Papeterie SARL", vat_id="FR40303265045")
    return {
        "invoice": Sample(invoice),
        "unpaid": Sample(invoice, Terms(due_on=date(2026, 12, 22))),
        "credit-note": Sample(note),
        "reversal": Sample(_numbered(reversal, 1, _LATER.date())),
        "reverse-charge": Sample(_invoice(seller, company, tuple(map(_untaxed, lines)))),
    }


def _buyer(language: str) -> Buyer:
    known = tomllib.loads(_BUYERS.read_text(encoding="utf-8"))[language]
    home = Address(**known["address"])
    return Buyer(name=known["name"], email="buyer@example.com", address=home, language=language)


def _lines(country: str, percents: tuple[str, str]) -> tuple[InvoiceLine, ...]:
    usual, reduced = percents
    return (
        _line("Aurora over Abisko", "Giclée print on cotton, numbered", 2, 89_00, usual, country),
        _line("A Short Book of Long Light", "Clothbound, 212 pages", 3, 29_00, reduced, country),
        _line(
            "Quiet Fjord",
            "Framed in ash, 40 \N{MULTIPLICATION SIGN} 50 cm",
            1,
            189_00,
            usual,
            country,
            off=20_00,
        ),
    )


def _line(
    name: str, description: str, quantity: int, unit: int, percent: str, country: str, off: int = 0
) -> InvoiceLine:
    gross = Money(unit * quantity - off, "eur")
    return InvoiceLine(
        sku="",
        name=name,
        description=description,
        quantity=quantity,
        unit=Money(unit, "eur"),
        gross=gross,
        tax=tax_inside(gross, Decimal(percent)),
        treatment=catalog_rate(Decimal(percent), country),
    )


def _untaxed(line: InvoiceLine) -> InvoiceLine:
    treatment = TaxTreatment(category=TaxCategory.REVERSE_CHARGE, percent=Decimal(0))
    return replace(line, tax=zero(line.gross.currency), treatment=treatment)


def _invoice(seller: Seller, buyer: Buyer, lines: tuple[InvoiceLine, ...]) -> Invoice:
    invoice = Invoice(
        id=invoice_id_of(_ORDER),
        order_id=_ORDER,
        series=seller.series[0],
        status=InvoiceStatus.WAITING,
        requested_at=_PAID_AT,
        traceparent=_TRACE,
        snapshot=InvoiceSnapshot(
            seller=seller,
            buyer=buyer,
            order_id=_ORDER,
            payment_id=PaymentId("pi_3SVkWq2eZvKYlo2C1a7dXm9P"),
            paid_at=_PAID_AT,
            lines=lines,
            taxes=taxes_of(lines),
            supply=Supply(on=_PAID_AT.date()),
            means=PaymentMeans(MeansCode.CARD, "4242"),
        ),
    )
    return _numbered(_with_rate(invoice), 123, _PAID_AT.date())


def _with_rate(invoice: Invoice) -> Invoice:
    sold, into = invoice.snapshot, accounting_currency(invoice.snapshot.seller)
    if into in {"", "eur"} or not sold.tax.minor:
        return invoice
    rate = _RATES.rate("eur", into, sold.paid_at)
    return replace(invoice, snapshot=replace(sold, exchange=rate))


def _numbered(document: Invoice, number: int, issue_date: date) -> Invoice:
    return document.numbered(issue_date.year, number, issue_date=issue_date, at=_LATER)
