"""The order for machines: schema.org/Order, as mail programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.adapters.formatting import one_line
from shared.adapters.receipt_mail.kinds import Kind
from shared.domain.ids import OrderId
from shared.domain.invoice_lines import InvoiceLine
from shared.domain.money import Money

Markup = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    merchant: str
    order_id: OrderId
    at: datetime
    lines: Sequence[InvoiceLine]
    total: Money


def order_markup(order: Ordered, kind: Kind, url: str, *, lines_max: int) -> Markup | None:
    """None where schema.org has no word for what happened."""
    if not kind.order_status:
        return None
    discount = Money(sum(line.discount.minor for line in order.lines), order.total.currency)
    return {
        "@context": "http://schema.org",
        "@type": "Order",
        "merchant": {"@type": "Organization", "name": one_line(order.merchant)},
        "orderNumber": order.order_id,
        "orderDate": order.at.isoformat(),
        "orderStatus": f"http://schema.org/{kind.order_status}",
        "partOfInvoice": {
            "@type": "Invoice",
            "paymentStatus": f"http://schema.org/{kind.payment_status}",
        },
        **_price(order.total),
        **(_discount(discount) if discount.minor else {}),
        "acceptedOffer": [_offer(line) for line in order.lines[:lines_max]],
        "url": url,
    }


def _offer(line: InvoiceLine) -> Markup:
    return {
        "@type": "Offer",
        "itemOffered": {
            "@type": "Product",
            "name": one_line(line.name),
            "sku": one_line(line.sku),
        },
        **_price(line.unit),
        "eligibleQuantity": {"@type": "QuantitativeValue", "value": line.quantity},
    }


def _price(money: Money) -> Markup:
    return {"price": f"{money.decimal():f}", "priceCurrency": money.currency.upper()}


def _discount(money: Money) -> Markup:
    return {"discount": f"{money.decimal():f}", "discountCurrency": money.currency.upper()}
