"""Invoices as they stand in the ledger, ready to be numbered, rendered or mailed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from shared.domain.address import Address
from shared.domain.catalog import PricedLine
from shared.domain.ids import OrderId, PaymentId, invoice_id_of, receipt_id_of
from shared.domain.invoice import Invoice, InvoiceSnapshot, InvoiceStatus
from shared.domain.invoice_lines import invoice_lines, taxes_of
from shared.domain.mail_plan import OF_DOCUMENT
from shared.domain.money import Money
from shared.domain.parties import Buyer, Seller
from shared.domain.receipt import Receipt, ReceiptStatus

ORDER_ID = OrderId("ord_7f3kq2m9x4v1c8r5t6w0y2z3ab")
PAYMENT_ID = PaymentId("pi_3SVkWq2eZvKYlo2C1a7dXm9P")
PAID_AT = datetime(2026, 11, 22, 18, 4, 31, tzinfo=UTC)
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def a_seller() -> Seller:
    return Seller(
        legal_name="Nordljus Press AB",
        trading_name="Nordljus Press",
        address=Address(
            line1="Hornsgatan 58", postal_code="118 21", city="Stockholm", country="SE"
        ),
        vat_id="SE556677889901",
        registration="Org. no. 556677-8899",
        email="hello@nordljus.example",
        website="nordljus.example",
        time_zone="Europe/Stockholm",
        accent="#0f766e",
        accounting_currency="eur",  # its own: what it sells in needs no rate of exchange
        series=("INV",),
    )


def a_buyer(name: str = "Jana Weiß", email: str = "jana@weiss.example") -> Buyer:
    home = Address(line1="Kastanienallee 42", postal_code="10435", city="Berlin", country="DE")
    return Buyer(name=name, email=email, address=home)


def a_line(
    name: str = "Aurora over Abisko",
    *,
    description: str = "Giclée print on cotton, numbered",
    quantity: int = 1,
    unit: Money | None = None,
    vat_percent: str = "25",
    tax_code: str = "",
) -> PricedLine:
    return PricedLine(
        sku="PRINT-AURORA",
        name=name,
        description=description,
        quantity=quantity,
        unit=unit or Money(89_00, "eur"),
        vat_percent=Decimal(vat_percent),
        tax_code=tax_code,
    )


def an_invoice(
    *lines: PricedLine,
    buyer: Buyer | None = None,
    seller: Seller | None = None,
    order_id: OrderId = ORDER_ID,
) -> Invoice:
    """Paid, but without a number yet. One line, unless lines are given."""
    sold = invoice_lines(lines or (a_line(),), "SE")
    return Invoice(
        id=invoice_id_of(order_id),
        order_id=order_id,
        series="INV",
        status=InvoiceStatus.WAITING,
        requested_at=PAID_AT,
        traceparent=TRACEPARENT,
        snapshot=InvoiceSnapshot(
            seller=seller or a_seller(),
            buyer=buyer or a_buyer(),
            order_id=order_id,
            payment_id=PAYMENT_ID,
            paid_at=PAID_AT,
            lines=sold,
            taxes=taxes_of(sold),
        ),
    )


def a_numbered_invoice(
    *lines: PricedLine,
    buyer: Buyer | None = None,
    seller: Seller | None = None,
    order_id: OrderId = ORDER_ID,
    number: int = 123,
) -> Invoice:
    return an_invoice(*lines, buyer=buyer, seller=seller, order_id=order_id).numbered(
        2026, number, issue_date=date(2026, 11, 22), at=PAID_AT + timedelta(seconds=2)
    )


def a_receipt(invoice: Invoice) -> Receipt:
    """Queued for the order that `invoice` belongs to."""
    return Receipt(
        id=receipt_id_of(invoice.id),
        order_id=invoice.order_id,
        fact=OF_DOCUMENT[invoice.snapshot.kind],
        invoice_id=invoice.id,
        status=ReceiptStatus.QUEUED,
        queued_at=PAID_AT + timedelta(seconds=3),
        traceparent=TRACEPARENT,
    )
