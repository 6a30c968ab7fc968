"""The legal document. Born un-numbered, numbered once, never edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from shared.domain.catalog import PricedLine, total_of
from shared.domain.errors import Broken
from shared.domain.ids import InvoiceId, OrderId, PaymentId, invoice_id_of
from shared.domain.money import Money, tax_inside, zero
from shared.domain.order import Buyer, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Who sells, as it is printed. Read from `seller.json`, frozen into every invoice."""

    legal_name: str
    trading_name: str
    address: tuple[str, ...]
    country: str  # ISO 3166-1 alpha-2
    vat_id: str
    registration: str
    email: str
    website: str
    time_zone: str  # IANA name; decides the date of issue
    accent: str  # #rrggbb, the colour of the document
    series: tuple[str, ...]  # parallel number series; orders are spread over them


@dataclass(frozen=True, slots=True)
class TaxLine:
    percent: Decimal
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSnapshot:
    """Everything the document says except its number and date. Frozen when the money came."""

    seller: Seller
    buyer: Buyer
    order_id: OrderId
    payment_id: PaymentId
    paid_at: datetime
    lines: tuple[PricedLine, ...]
    taxes: tuple[TaxLine, ...]

    @property
    def total(self) -> Money:
        return total_of(self.lines)

    @property
    def tax(self) -> Money:
        tax = zero(self.total.currency)
        for line in self.taxes:
            tax += line.tax
        return tax

    @property
    def net(self) -> Money:
        return self.total - self.tax


class InvoiceStatus(StrEnum):
    WAITING = "waiting"  # for its number
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class ArchivedDocument:
    """Where the PDF lies, and what proves that it is the one we made."""

    name: str
    sha256: str
    generation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    id: InvoiceId
    order_id: OrderId
    series: str
    status: InvoiceStatus
    requested_at: datetime
    traceparent: str
    snapshot: InvoiceSnapshot
    year: int | None = None
    number: int | None = None  # 1, 2, 3 … within series and year
    number_text: str | None = None  # as printed: INV-2026-000123
    issue_date: date | None = None
    numbered_at: datetime | None = None
    document: ArchivedDocument | None = None

    def numbered(self, year: int, number: int, *, issue_date: date, at: datetime) -> Invoice:
        if self.status is InvoiceStatus.NUMBERED:
            raise Broken(f"{self.id} already carries {self.number_text}")
        return replace(
            self,
            status=InvoiceStatus.NUMBERED,
            year=year,
            number=number,
            number_text=number_text(self.series, year, number),
            issue_date=issue_date,
            numbered_at=at,
        )

    def archived(self, document: ArchivedDocument) -> Invoice:
        """The first document stays: what a buyer may hold already is never replaced."""
        return self if self.document is not None else replace(self, document=document)


def number_text(series: str, year: int, number: int) -> str:
    return f"{series}-{year}-{number:06d}"


def invoice_for(order: Order, seller: Seller, *, requested_at: datetime) -> Invoice:
    """The un-numbered invoice of a paid order."""
    if order.buyer is None or order.payment_id is None or order.paid_at is None:
        raise Broken(f"{order.id} has not been paid")
    return Invoice(
        id=invoice_id_of(order.id),
        order_id=order.id,
        series=_series_of(order.id, seller),
        status=InvoiceStatus.WAITING,
        requested_at=requested_at,
        traceparent=order.traceparent,
        snapshot=InvoiceSnapshot(
            seller=seller,
            buyer=order.buyer,
            order_id=order.id,
            payment_id=order.payment_id,
            paid_at=order.paid_at,
            lines=order.lines,
            taxes=taxes_of(order.lines),
        ),
    )


def taxes_of(lines: tuple[PricedLine, ...]) -> tuple[TaxLine, ...]:
    """One line per rate, rounded once per rate; highest rate first."""
    currency = lines[0].unit.currency
    gross_by_rate: dict[Decimal, Money] = {}
    for line in lines:
        gross_by_rate[line.vat_percent] = (
            gross_by_rate.get(line.vat_percent, zero(currency)) + line.total
        )
    taxes = []
    for percent, gross in sorted(gross_by_rate.items(), reverse=True):
        tax = tax_inside(gross, percent)
        taxes.append(TaxLine(percent, gross - tax, tax))
    return tuple(taxes)


def _series_of(order_id: OrderId, seller: Seller) -> str:
    # Order ids are random, so their bytes spread orders evenly over parallel series.
    return seller.series[sum(order_id.encode()) % len(seller.series)]
