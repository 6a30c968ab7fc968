"""The part of Stripe's refund events we rely on.

Source: docs.stripe.com/api/refunds, API version 2026-10-28.endive. `charge.refunded` counts up
over all refunds of a charge and is no amount of any one of them, so it is not subscribed to.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from shared.events.stripe_slice import EventHead, PaymentIntentId, PresentmentDetails, Slice

RefundIdText = Annotated[str, Field(pattern=r"^(re|pyr)_[A-Za-z0-9_]{1,200}$")]


class StripeRefund(Slice):
    id: RefundIdText
    object: Literal["refund"]
    amount: Annotated[StrictInt, Field(gt=0)]
    currency: str
    payment_intent: PaymentIntentId | None = None
    status: str | None = None  # pending, requires_action, succeeded, failed, canceled
    metadata: dict[str, str] | None = None
    presentment_details: PresentmentDetails | None = None


class _RefundData(Slice):
    object: StripeRefund


class RefundEvent(EventHead):
    type: Literal["refund.created", "refund.updated", "refund.failed"]
    data: _RefundData
