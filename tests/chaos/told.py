"""How the provider tells of a payment or a refund: as one event, or as several over weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

AT_ONCE = timedelta()


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `status` is its subject's by then."""

    type: str
    status: str
    after: timedelta = AT_ONCE  # from the payment or the refund to this


CARD = (
    Told("payment_intent.succeeded", "succeeded"),
    Told("checkout.session.completed", "paid"),
)
REFUNDED = (Told("refund.created", "succeeded"),)
