"""The fixed words of the document, one table per language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    language: str  # ISO 639-1
    region: str  # ISO 3166-1, decides spelling for screen readers
    locale: str  # CLDR, decides the form of amounts and dates
    invoice: str
    paid: str
    paid_on: str  # {date}
    seller: str
    buyer: str
    issue_date: str
    supply_date: str
    order: str
    payment: str
    position: str
    item: str
    quantity: str
    unit_price: str
    unit_net: str  # {amount}
    vat: str
    amount: str
    amounts_in: str  # {currency}
    vat_summary: str
    vat_rate: str
    net: str
    gross: str
    total: str
    amount_due: str
    vat_id: str
    page: str  # {page}, {pages}


ENGLISH = Wording(
    language="en",
    region="GB",
    locale="en_GB",
    invoice="Invoice",
    paid="Paid",
    paid_on="Paid on {date}",
    seller="From",
    buyer="Billed to",
    issue_date="Date of issue",
    supply_date="Date of supply and payment",
    order="Order",
    payment="Payment reference",
    position="No.",
    item="Item",
    quantity="Quantity",
    unit_price="Unit price",
    unit_net="net {amount}",
    vat="VAT",
    amount="Amount",
    amounts_in="Amounts in {currency}. Prices include VAT; net unit prices are rounded.",
    vat_summary="VAT summary",
    vat_rate="Rate",
    net="Net",
    gross="Gross",
    total="Total",
    amount_due="Amount due",
    vat_id="VAT ID",
    page="Page {page} of {pages}",
)
