"""The legal document. Born un-numbered, numbered once, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.domain.credits import Credit
from shared.domain.errors import Broken
from shared.domain.exchange import ExchangeRate
from shared.domain.ids import InvoiceId, OrderId, PaymentId, invoice_id_of
from shared.domain.invoice_lines import InvoiceLine, TaxLine, invoice_lines, taxes_of
from shared.domain.money import Money
from shared.domain.order import Order
from shared.domain.parties import Buyer, Seller
from shared.domain.payment_means import PaymentMeans
from shared.domain.supply import Supply
from shared.domain.taxed_sale import TaxedSale


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"  # takes an invoice back, whole or in part
    REVERSAL = "reversal"  # takes a credit note back whose refund never arrived


@dataclass(frozen=True, slots=True)
class Correction:
    """The document that this one changes, which it must name (Art. 219 of 2006/112/EC)."""

    invoice_id: InvoiceId
    number_text: str
    issue_date: date
    refund_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSnapshot:
    """Everything the document says except its number and date. Frozen when the money moved.

    Amounts are positive whatever the kind: a credit note says what it takes back.
    """

    kind: DocumentKind = DocumentKind.INVOICE
    seller: Seller
    buyer: Buyer
    order_id: OrderId
    payment_id: PaymentId
    paid_at: datetime  # when the money moved
    lines: tuple[InvoiceLine, ...]
    taxes: tuple[TaxLine, ...]
    corrects: Correction | None = None
    supply: Supply | None = None  # of what was sold, also on a document that corrects it
    means: PaymentMeans | None = None
    exchange: ExchangeRate | None = None  # where tax is owed in another currency
    presented: Money | None = None  # what moved at the buyer's, where it was another currency
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Money:
        return _sum(line.gross for line in self.lines)

    @property
    def tax(self) -> Money:
        return _sum(line.tax for line in self.taxes)

    @property
    def net(self) -> Money:
        return self.total - self.tax

    @property
    def national_tax(self) -> Money | None:
        """The tax in the currency of the state that it is owed to, if that is another one."""
        return None if self.exchange is None else self.exchange.convert(self.tax)


class InvoiceStatus(StrEnum):
    WAITING = "waiting"  # for its number
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class ArchivedDocument:
    """Where a file lies, and what proves that it is the one we made."""

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
    credits: tuple[Credit, ...] = ()  # what has been taken back, in the order it was
    year: int | None = None
    number: int | None = None  # 1, 2, 3 … within series and year
    number_text: str | None = None  # as printed: INV-2026-000123
    issue_date: date | None = None
    numbered_at: datetime | None = None
    document: ArchivedDocument | None = None  # the PDF
    frozen: ArchivedDocument | None = None  # all that it says, as canonical JSON
    peppol: ArchivedDocument | None = None  # UBL, where both sides have a participant id
    has_xml: bool = False  # inside the PDF; not every sale has a form in EN 16931

    @property
    def files(self) -> tuple[ArchivedDocument, ...]:
        """All that is archived of it."""
        return tuple(filter(None, (self.document, self.peppol, self.frozen)))

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

    def archived(
        self,
        document: ArchivedDocument,
        *,
        frozen: ArchivedDocument | None = None,
        peppol: ArchivedDocument | None = None,
        has_xml: bool = False,
    ) -> Invoice:
        """The first document stays: what a buyer may hold already is never replaced."""
        if self.document is not None:
            return self
        return replace(self, document=document, frozen=frozen, peppol=peppol, has_xml=has_xml)


def number_text(series: str, year: int, number: int) -> str:
    return f"{series}-{year}-{number:06d}"


def invoice_for(
    order: Order,
    seller: Seller,
    *,
    requested_at: datetime,
    taxed: TaxedSale | None = None,
    presented: Money | None = None,
) -> Invoice:
    """The un-numbered invoice of a paid order, at the catalog's rates unless it is `taxed`."""
    if order.buyer is None or order.payment_id is None or order.paid_at is None:
        raise Broken(f"{order.id} has not been paid")
    lines = (
        invoice_lines(order.lines, seller.address.country, seller.regime)
        if taxed is None
        else taxed.lines
    )
    paid_on = order.paid_at.astimezone(ZoneInfo(seller.time_zone)).date()
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
            lines=lines,
            taxes=taxes_of(lines),
            supply=Supply(on=paid_on, to=None if taxed is None else taxed.sent_to),
            means=None if taxed is None else taxed.means,
            presented=presented,
        ),
    )


def _series_of(order_id: OrderId, seller: Seller) -> str:
    # Order ids are random, so their bytes spread orders evenly over parallel series.
    return seller.series[sum(order_id.encode()) % len(seller.series)]


def _sum(amounts: Iterable[Money]) -> Money:
    first, *rest = amounts
    total = first
    for amount in rest:
        total += amount
    return total
