"""The provider's refunds: once per key while it remembers the key, never more than was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.ids import RefundId
from shared.domain.refund_request import RefundRequest
from shared.usecases.ports.payments import ProviderRefused
from shared.usecases.ports.world import Now
from shared.usecases.refund_metadata import LINES_KEY, REQUEST_KEY
from tests.chaos.told import REFUNDED, Told

KEYS_LIVE = timedelta(hours=24)  # docs.stripe.com/api/idempotent_requests: at least as long


@dataclass(frozen=True, slots=True)
class Refunded:
    id: RefundId
    payment_intent: str
    amount_minor: int
    metadata: Mapping[str, str]
    made_at: datetime
    told: tuple[Told, ...]

    def status_at(self, at: datetime) -> str:
        """What the provider would say about it."""
        known = [told.status for told in self.told if self.made_at + told.after <= at]
        return known[-1] if known else "pending"


class RefundDesk:
    """Where money is given back, by our request or by hand in the provider's dashboard."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._by_key: dict[str, Refunded] = {}
        self._paid_minor: dict[str, int] = {}
        self.told: tuple[Told, ...] = REFUNDED  # of every refund to come
        self.made: list[Refunded] = []

    def paid(self, payment_intent: str, amount_minor: int) -> None:
        self._paid_minor[payment_intent] = amount_minor

    def refund(self, request: RefundRequest) -> RefundId:
        known = self._by_key.get(request.provider_key)
        if known is not None and self._now() < known.made_at + KEYS_LIVE:
            return known.id
        metadata = {"order_id": request.order_id, REQUEST_KEY: request.id}
        if request.lines:
            metadata[LINES_KEY] = request.lines
        made = self.give_back(request.payment_id, request.amount.minor, metadata)
        self._by_key[request.provider_key] = made
        return made.id

    def give_back(
        self, payment_intent: str, amount_minor: int, metadata: Mapping[str, str]
    ) -> Refunded:
        if amount_minor > self._held_minor(payment_intent):
            raise ProviderRefused("charge_already_refunded: amount")
        refund_id = RefundId(f"re_{len(self.made) + 1}")
        made = Refunded(refund_id, payment_intent, amount_minor, metadata, self._now(), self.told)
        self.made.append(made)
        return made

    def held_minor(self) -> int:
        """What the provider holds for us now, of all that was ever paid."""
        return sum(self._held_minor(payment_intent) for payment_intent in self._paid_minor)

    def _held_minor(self, payment_intent: str) -> int:
        return self._paid_minor.get(payment_intent, 0) - sum(
            refund.amount_minor
            for refund in self.made
            if refund.payment_intent == payment_intent
            and refund.status_at(self._now()) not in {"failed", "canceled"}
        )
