"""The part of Stripe's snapshot events we rely on, and nothing more.

Source: docs.stripe.com/api/events, API version 2026-10-28.endive. Enumerations are open at
Stripe, so a value we do not know never fails the parse; it falls through the decisions.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt, TypeAdapter

from shared.events.stripe_refund import RefundEvent
from shared.events.stripe_slice import EventHead, PaymentIntentId, PresentmentDetails, Slice

API_VERSION = "2026-10-28.endive"


class Address(Slice):
    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    postal_code: str | None = None
    state: str | None = None
    country: str | None = None


class CustomerDetails(Slice):
    name: str | None = None
    business_name: str | None = None
    individual_name: str | None = None
    email: str | None = None
    address: Address | None = None


class AutomaticTax(Slice):
    enabled: bool
    status: str | None = None  # complete, failed, requires_location_inputs


class ManagedPayments(Slice):
    enabled: bool


class CheckoutSession(Slice):
    id: Annotated[str, Field(pattern=r"^cs_[A-Za-z0-9_]{1,200}$")]
    object: Literal["checkout.session"]
    client_reference_id: str | None = None
    payment_intent: PaymentIntentId | None = None
    payment_status: str
    amount_total: StrictInt | None
    currency: str | None
    customer_details: CustomerDetails | None = None
    automatic_tax: AutomaticTax | None = None
    managed_payments: ManagedPayments | None = None
    presentment_details: PresentmentDetails | None = None

    @property
    def is_sold_on(self) -> bool:
        """The provider was asked to sell it on in its own name."""
        return self.managed_payments is not None and self.managed_payments.enabled

    @property
    def is_taxed(self) -> bool:
        """The provider was asked to work the tax of our documents out."""
        is_asked = self.automatic_tax is not None and self.automatic_tax.enabled
        return is_asked and not self.is_sold_on


class PaymentIntent(Slice):
    id: PaymentIntentId
    object: Literal["payment_intent"]
    amount_received: StrictInt
    currency: str
    metadata: dict[str, str]


class _SessionData(Slice):
    object: CheckoutSession


class _IntentData(Slice):
    object: PaymentIntent


class SessionEvent(EventHead):
    type: Literal[
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    ]
    data: _SessionData


class IntentEvent(EventHead):
    type: Literal["payment_intent.succeeded", "payment_intent.payment_failed"]
    data: _IntentData


StripeEvent = Annotated[SessionEvent | IntentEvent | RefundEvent, Field(discriminator="type")]

EVENT_HEAD: TypeAdapter[EventHead] = TypeAdapter(EventHead)
STRIPE_EVENT: TypeAdapter[StripeEvent] = TypeAdapter(StripeEvent)

SUBSCRIBED_TYPES = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "refund.created",
    "refund.failed",
    "refund.updated",
)
