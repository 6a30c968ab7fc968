"""What a paid Checkout Session says about tax, line by line.

Source: docs.stripe.com/api/checkout/sessions, API version 2026-10-28.endive, retrieved with
`EXPAND`. Amounts are in minor units. `taxability_reason` is open at Stripe: what we do not know
never fails the parse, it falls through the mapping.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictInt

from shared.events.stripe_slice import Slice

EXPAND = ("line_items.data.taxes", "line_items.data.price.product", "shipping_cost.taxes")

Amount = Annotated[StrictInt, Field(ge=0)]


class Rate(Slice):
    percentage: Decimal | None = None
    effective_percentage: Decimal | None = None  # what was applied; None on a rate made by hand
    country: str | None = None
    tax_type: str | None = None
    inclusive: bool

    @property
    def applied(self) -> Decimal:
        by_hand = self.percentage or Decimal()
        return by_hand if self.effective_percentage is None else self.effective_percentage


class Tax(Slice):
    amount: Amount
    taxable_amount: Amount | None = None
    taxability_reason: str | None = None
    rate: Rate


class Product(Slice):
    name: str
    description: str | None = None
    metadata: dict[str, str] = Field(default_factory=dict)
    shippable: bool | None = None
    tax_code: str | None = None


class Price(Slice):
    product: Product


class LineItem(Slice):
    amount_subtotal: Amount
    amount_discount: Amount
    amount_tax: Amount
    amount_total: Amount
    quantity: Annotated[StrictInt, Field(ge=1)]
    price: Price
    taxes: tuple[Tax, ...] = ()


class LineItems(Slice):
    data: tuple[LineItem, ...]
    has_more: bool = False


class ShippingCost(Slice):
    amount_subtotal: Amount
    amount_tax: Amount
    amount_total: Amount
    taxes: tuple[Tax, ...] = ()


class Place(Slice):
    country: str | None = None


class TaxId(Slice):
    type: str
    value: str | None = None


class Customer(Slice):
    address: Place | None = None
    tax_ids: tuple[TaxId, ...] | None = None


class Shipment(Slice):
    address: Place | None = None


class Collected(Slice):
    shipping_details: Shipment | None = None


class TotalDetails(Slice):
    amount_tax: Amount


class PricedSession(Slice):
    id: str
    currency: str
    amount_total: Amount
    line_items: LineItems
    shipping_cost: ShippingCost | None = None
    total_details: TotalDetails
    customer_details: Customer | None = None
    collected_information: Collected | None = None

    @property
    def sent_to(self) -> str:
        """The country that goods go to, else the buyer's; empty where nobody asked."""
        shipment = self.collected_information and self.collected_information.shipping_details
        for place in (shipment and shipment.address, self._buyer.address):
            if place and place.country:
                return place.country.upper()
        return ""

    @property
    def vat_id(self) -> str:
        known = self._buyer.tax_ids or ()
        values = (one.value for one in known if one.type in {"eu_vat", "gb_vat", "eu_oss_vat"})
        return "".join(next((value for value in values if value), "").split())

    @property
    def _buyer(self) -> Customer:
        return self.customer_details or Customer()
