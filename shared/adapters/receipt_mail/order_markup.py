"""The order for machines: schema.org/Order, as mail programs read it."""

from __future__ import annotations

from shared.adapters.formatting import one_line
from shared.adapters.receipt_mail.kinds import KINDS
from shared.domain.invoice import InvoiceSnapshot
from shared.domain.invoice_lines import InvoiceLine
from shared.domain.money import Money

Markup = dict[str, object]


def order_markup(sold: InvoiceSnapshot, order_url: str, *, lines_max: int) -> Markup | None:
    """None where schema.org has no word for what happened."""
    status = KINDS[sold.kind].order_status
    if not status:
        return None
    discount = Money(sum(line.discount.minor for line in sold.lines), sold.total.currency)
    return {
        "@context": "http://schema.org",
        "@type": "Order",
        "merchant": {"@type": "Organization", "name": one_line(sold.seller.trading_name)},
        "orderNumber": sold.order_id,
        "orderDate": sold.paid_at.isoformat(),
        "orderStatus": f"http://schema.org/{status}",
        **_price(sold.total),
        **(_discount(discount) if discount.minor else {}),
        "acceptedOffer": [_offer(line) for line in sold.lines[:lines_max]],
        "url": order_url,
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
