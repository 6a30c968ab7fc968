"""What a paid Checkout Session says about tax, line by line.

Source: docs.stripe.com/api/checkout/sessions, API version 2026-10-28.endive, retrieved with
`EXPAND`. Amounts are in minor units. `taxability_reason` is open at Stripe: what we do not know
never fails the parse, it falls through the mapping.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictInt

from shared.events.stripe import Address, AutomaticTax
from shared.events.stripe_slice import Slice

EXPAND_LINE = ("data.taxes", "data.price.product")
EXPAND = (
    *(f"line_items.{field}" for field in EXPAND_LINE),
    "shipping_cost.taxes",
    "payment_intent.latest_charge",
)

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


class TaxId(Slice):
    type: str
    value: str | None = None


class Customer(Slice):
    address: Address | None = None
    tax_ids: tuple[TaxId, ...] | None = None


class Shipment(Slice):
    address: Address | None = None


class Collected(Slice):
    shipping_details: Shipment | None = None


class TotalDetails(Slice):
    amount_tax: Amount


class Card(Slice):
    last4: str | None = None


class MethodDetails(Slice):
    type: str
    card: Card | None = None


class Charge(Slice):
    payment_method_details: MethodDetails | None = None


class Intent(Slice):
    latest_charge: Charge | str | None = None


class PricedSession(Slice):
    id: str
    currency: str
    amount_total: Amount
    line_items: LineItems
    shipping_cost: ShippingCost | None = None
    total_details: TotalDetails
    customer_details: Customer | None = None
    collected_information: Collected | None = None
    automatic_tax: AutomaticTax | None = None
    payment_intent: Intent | str | None = None

    @property
    def place(self) -> Address | None:
        """Where the goods go to, else where the buyer is: it decides on the tax."""
        shipment = self.collected_information and self.collected_information.shipping_details
        known = (shipment and shipment.address, self._buyer.address)
        return next((place for place in known if place and place.country), None)

    @property
    def sent_to(self) -> str:
        """The country of that place; empty where nobody asked."""
        return ((self.place and self.place.country) or "").upper()

    @property
    def method(self) -> MethodDetails | None:
        """What it was paid with; None where that was not asked for or is not known."""
        charge = (
            self.payment_intent.latest_charge if isinstance(self.payment_intent, Intent) else None
        )
        return charge.payment_method_details if isinstance(charge, Charge) else None

    @property
    def vat_id(self) -> str:
        known = self._buyer.tax_ids or ()
        values = (one.value for one in known if one.type in {"eu_vat", "gb_vat", "eu_oss_vat"})
        return "".join(next((value for value in values if value), "").split())

    @property
    def _buyer(self) -> Customer:
        return self.customer_details or Customer()
