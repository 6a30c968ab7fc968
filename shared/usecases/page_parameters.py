"""What we ask of the payment provider for one order, frozen before we ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.catalog import PricedLine
from shared.domain.ids import OrderId

PAGE_LIFETIME = timedelta(hours=23)  # the provider allows 30 minutes to 24 hours


def page_parameters(
    *,
    order_id: OrderId,
    shop_name: str,
    lines: Sequence[PricedLine],
    email: str | None,
    success_url: str,
    cancel_url: str,
    expires_at: datetime,
    traceparent: str,
) -> dict[str, object]:
    """Parameters of `POST /v1/checkout/sessions`, Stripe API 2026-10-28.endive.

    `payment_method_types` no longer exists: the merchant's dashboard decides. The order id
    stands in every place an event may be built from, because metadata does not propagate.
    Adaptive pricing is off: the invoice is in the currency the order was priced in.
    """
    metadata = {"order_id": order_id, "traceparent": traceparent}
    parameters: dict[str, object] = {
        "mode": "payment",
        "client_reference_id": order_id,
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
        "line_items": [_line_item(line) for line in lines],
        "branding_settings": {"display_name": shop_name},
        "billing_address_collection": "required",
        "adaptive_pricing": {"enabled": False},
        "expires_at": int(expires_at.timestamp()),
        "success_url": success_url,
        "cancel_url": cancel_url,
    }
    if email is not None:
        parameters["customer_email"] = email
    return parameters


def _line_item(line: PricedLine) -> dict[str, object]:
    product: dict[str, object] = {"name": line.name, "metadata": {"sku": line.sku}}
    if line.description:
        product["description"] = line.description  # an empty one is refused
    return {
        "quantity": line.quantity,
        "price_data": {
            "currency": line.unit.currency,
            "unit_amount": line.unit.minor,
            "tax_behavior": "inclusive",
            "product_data": product,
        },
    }
