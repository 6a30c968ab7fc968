"""What we ask of the payment provider for one order, frozen before we ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.catalog import Catalog, PricedLine, TaxedBy
from shared.domain.ids import OrderId

PAGE_LIFETIME = timedelta(hours=23)  # the provider allows 30 minutes to 24 hours


def page_parameters(
    *,
    order_id: OrderId,
    catalog: Catalog,
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
    Prices contain their tax, whoever works it out: the total is the order's, wherever the buyer
    is. The address is asked for in full, since the invoice must name it.
    """
    metadata = {"order_id": order_id, "traceparent": traceparent}
    parameters: dict[str, object] = {
        "mode": "payment",
        "client_reference_id": order_id,
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
        "line_items": [_line_item(line, catalog.taxed_by) for line in lines],
        "branding_settings": {"display_name": catalog.shop_name},
        "expires_at": int(expires_at.timestamp()),
        "success_url": success_url,
        "cancel_url": cancel_url,
    }
    if email is not None:
        parameters["customer_email"] = email
    return parameters | _of_sale(catalog)


def _of_sale(catalog: Catalog) -> dict[str, object]:
    """Who sells, and who works the tax out."""
    if catalog.taxed_by is TaxedBy.MERCHANT_OF_RECORD:
        # It collects what its own documents need, and takes no word of ours about tax:
        # docs.stripe.com/payments/managed-payments/update-checkout (2026-11).
        return {"managed_payments": {"enabled": True}}
    ours: dict[str, object] = {
        "billing_address_collection": "required",
        "adaptive_pricing": {"enabled": catalog.adaptive_pricing},
    }
    if catalog.taxed_by is TaxedBy.PROVIDER:
        # A session without a customer takes both without more ado: docs.stripe.com/tax/checkout.
        ours["automatic_tax"] = {"enabled": True}
        ours["tax_id_collection"] = {"enabled": True}
    return ours


def _line_item(line: PricedLine, taxed_by: TaxedBy) -> dict[str, object]:
    product: dict[str, object] = {"name": line.name, "metadata": {"sku": line.sku}}
    if line.description:
        product["description"] = line.description  # an empty one is refused
    if taxed_by is not TaxedBy.CATALOG:
        product["tax_code"] = line.tax_code
    return {
        "quantity": line.quantity,
        "price_data": {
            "currency": line.unit.currency,
            "unit_amount": line.unit.minor,
            "tax_behavior": "inclusive",
            "product_data": product,
        },
    }
