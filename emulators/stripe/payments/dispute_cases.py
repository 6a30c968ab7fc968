"""What a bank says when its customer disputes a payment."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.payments.published_cards import Fate


@dataclass(frozen=True, slots=True)
class Case:
    reason: str
    network_reason_code: str
    is_inquiry: bool = False
    """A question first: no money moves until it is escalated."""


FRAUDULENT = Case("fraudulent", "10.4")
NOT_RECEIVED = Case("product_not_received", "13.1")
INQUIRY = Case("general", "10", is_inquiry=True)

BY_FATE = {
    Fate.DISPUTED_AS_FRAUDULENT: (FRAUDULENT,),
    Fate.DISPUTED_AS_NOT_RECEIVED: (NOT_RECEIVED,),
    Fate.INQUIRED: (INQUIRY,),
    Fate.DISPUTED_TWICE: (NOT_RECEIVED, FRAUDULENT),
}
"""The second dispute of one payment is about the other half of it."""
