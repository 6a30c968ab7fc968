"""Our record of one PaymentIntent of the provider."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.ids import OrderId, PaymentId
from shared.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A join of facts: every fold is commutative, associative and idempotent.

    So a decline that arrives after the money did changes nothing that matters, and money
    that arrives before its checkout is kept here until the checkout tells whose it is.
    """

    id: PaymentId
    order_id: OrderId
    received: Money | None = None  # the largest amount the provider has reported
    succeeded_at: datetime | None = None  # the earliest report of success
    declines: tuple[str, ...] = ()  # event ids, sorted

    def received_at_least(self, amount: Money, *, at: datetime) -> Payment:
        received = amount if self.received is None or amount > self.received else self.received
        first = at if self.succeeded_at is None else min(at, self.succeeded_at)
        return replace(self, received=received, succeeded_at=first)

    def declined(self, event_id: str) -> Payment:
        return replace(self, declines=tuple(sorted({*self.declines, event_id})))
