"""What the provider charged on its page, as it is read back."""

from __future__ import annotations

from typing import Any

from shared.events.stripe_priced_session import PricedSession

GERMANY = {"address": {"country": "DE"}}
FRENCH_BUSINESS = {
    "address": {"country": "FR"},
    "tax_ids": [{"type": "eu_vat", "value": "FR 40303265045"}],
}


def a_tax(amount: int, taxable: int, percent: float, **changes: Any) -> dict[str, Any]:
    reason = changes.pop("reason", "standard_rated")
    rate = {
        "percentage": percent,
        "effective_percentage": percent,
        "country": "SE",
        "tax_type": "vat",
        "inclusive": True,
    }
    return {
        "amount": amount,
        "taxable_amount": taxable,
        "taxability_reason": reason,
        "rate": rate | changes,
    }


def an_item(total: int, *taxes: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """With the tax in its price; `product` adds to the product."""
    product = {"name": "Aurora", "metadata": {"sku": "PRINT-1"}, **changes.pop("product", {})}
    usual = {
        "amount_subtotal": total,
        "amount_discount": 0,
        "amount_tax": sum(tax["amount"] for tax in taxes),
        "amount_total": total,
        "quantity": 1,
        "price": {"product": product},
        "taxes": list(taxes),
    }
    return usual | changes


def a_session(*items: dict[str, Any], **changes: Any) -> PricedSession:
    shipping = changes.get("shipping_cost") or {"amount_total": 0, "amount_tax": 0}
    everything = [*items, shipping]
    usual = {
        "id": "cs_test_1",
        "currency": "eur",
        "amount_total": sum(part["amount_total"] for part in everything),
        "line_items": {"data": list(items), "has_more": False},
        "total_details": {"amount_tax": sum(part["amount_tax"] for part in everything)},
        "customer_details": {"address": {"country": "SE"}},
    }
    return PricedSession.model_validate(usual | changes)
