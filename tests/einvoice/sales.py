"""Sales to make documents of: who sells to whom, which line is taxed how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shared.domain.address import Address
from shared.domain.credit_note import credit_for, credit_note_for, credited, reversal_for
from shared.domain.invoice import Invoice
from shared.domain.invoice_lines import InvoiceLine, taxes_of
from shared.domain.money import Money, tax_inside
from shared.domain.parties import BankAccount, Buyer, Regime, Seller
from shared.domain.supply import Supply
from shared.domain.tax import TaxCategory, TaxTreatment, small_enterprise
from tests.builders.invoices import PAID_AT, TRACEPARENT, a_numbered_invoice, a_seller

SUPPLIED_ON = date(2026, 11, 20)
ISSUED_ON = date(2026, 11, 25)

BERLIN = Address(
    line1="Speicherstraße 8", line2="Hof 3", postal_code="20457", city="Hamburg", country="DE"
)
GERMAN = Seller(
    legal_name="Nordwerk Handels GmbH",
    trading_name="Nordwerk",
    address=BERLIN,
    vat_id="DE136695976",
    registration="HRB 123456, Amtsgericht Hamburg",
    email="hello@nordwerk.example",
    phone="+49 40 55501234",
    time_zone="Europe/Berlin",
    accent="#1d4ed8",
    language="de",
    bank=BankAccount(iban="DE02100100100006820101", bic="MARKDEF1100"),
    peppol_id="9930:DE136695976",
    series=("INV",),
)
SWEDISH = replace(a_seller(), peppol_id="0007:5566778899")
NAMELESS_TO_TAX = replace(GERMAN, vat_id="", tax_number="22/815/08151", peppol_id="")


def small(country: str, city: str) -> Seller:
    """A small enterprise, which may have no VAT id."""
    return replace(
        NAMELESS_TO_TAX,
        legal_name="Atelier Ö",
        trading_name="Atelier Ö",
        address=Address(line1="1", postal_code="1000", city=city, country=country),
        regime=Regime.SMALL_BUSINESS,
    )


def buyer(name: str, country: str, city: str = "Lyon", **more: Any) -> Buyer:
    home = Address(line1="12 rue de l'Église", postal_code="69002", city=city, country=country)
    return Buyer(name=name, email="jana@weiss.example", address=home, **more)


def business(country: str, vat_id: str, **more: Any) -> Buyer:
    return buyer("Ada Verne", country, vat_id=vat_id, business_name="Papeterie & Fils", **more)


def standard(percent: str, country: str) -> TaxTreatment:
    return TaxTreatment(category=TaxCategory.STANDARD, percent=Decimal(percent), country=country)


def untaxed(category: TaxCategory, exemption: str = "", country: str = "DE") -> TaxTreatment:
    return TaxTreatment(category=category, percent=Decimal(), country=country, exemption=exemption)


ZERO = untaxed(TaxCategory.ZERO_RATED, country="IE")
EXEMPT = untaxed(TaxCategory.EXEMPT)
TEACHING = untaxed(TaxCategory.EXEMPT, "VATEX-EU-132-1I")
REVERSED = untaxed(TaxCategory.REVERSE_CHARGE, "VATEX-EU-AE")
WITHIN = untaxed(TaxCategory.INTRA_COMMUNITY, "VATEX-EU-IC")
EXPORTED = untaxed(TaxCategory.EXPORT, "VATEX-EU-G")
OUTSIDE = untaxed(TaxCategory.OUT_OF_SCOPE, "VATEX-EU-O")
SMALL = {country: small_enterprise(country) for country in ("DE", "FR", "IT", "SE")}


def line(
    treatment: TaxTreatment,
    unit_minor: int = 89_00,
    quantity: int = 1,
    *,
    off_minor: int = 0,
    currency: str = "eur",
    name: str = "Aurora over Abisko",
    **more: Any,
) -> InvoiceLine:
    """`off_minor` is a discount on the whole line. Prices include the tax."""
    unit = Money(unit_minor, currency)
    gross = unit.times(quantity) - Money(off_minor, currency)
    return InvoiceLine(
        sku=more.get("sku", "PRINT-1"),
        name=name,
        description=more.get("description", "Giclée print, numbered"),
        quantity=quantity,
        unit=unit,
        gross=gross,
        tax=tax_inside(gross, treatment.percent),
        treatment=treatment,
    )


def sale(*lines: InvoiceLine, seller: Seller = GERMAN, to: Buyer, **snapshot: Any) -> Invoice:
    """Numbered. `snapshot` holds what else is frozen into it, the supply apart."""
    document = a_numbered_invoice(seller=seller, buyer=to)
    supply = snapshot.pop("supply", Supply(on=SUPPLIED_ON))
    sold = replace(document.snapshot, lines=lines, taxes=taxes_of(lines), supply=supply, **snapshot)
    return replace(document, snapshot=sold)


def sent_to(address: Address) -> Supply:
    return Supply(on=SUPPLIED_ON, to=address)


def credit_note(
    invoice: Invoice, minor: int | None = None, wanted: Mapping[int, int] | None = None
) -> Invoice:
    """Numbered; of the whole invoice, unless `minor` says how much."""
    total = invoice.snapshot.total
    amount = total if minor is None else Money(minor, total.currency)
    credit = credit_for(invoice, "re_1", amount, wanted)
    later = PAID_AT + timedelta(days=3)
    note = credit_note_for(
        credited(invoice, credit), credit, refunded_at=later, at=later, traceparent=TRACEPARENT
    )
    return note.numbered(2026, 7, issue_date=ISSUED_ON, at=later)


def reversal(note: Invoice) -> Invoice:
    later = PAID_AT + timedelta(days=9)
    document = reversal_for(note, failed_at=later, at=later, traceparent=TRACEPARENT)
    return document.numbered(2026, 1, issue_date=date(2026, 12, 1), at=later)
