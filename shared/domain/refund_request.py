"""A refund that somebody of the shop asked for, stored before the provider hears of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.ids import OrderId, PaymentId, RefundId
from shared.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    id: str  # rfr_ + the first half of the sha256 of the caller's Idempotency-Key
    body_sha256: str
    order_id: OrderId
    payment_id: PaymentId
    amount: Money
    lines: str  # `0:1060,2:500`: how much of which line; empty for all in proportion
    reason: str  # one of the provider's, or empty
    requested_at: datetime
    requested_by: str  # the caller's e-mail: who in the shop gave the money back
    traceparent: str
    refund_id: RefundId | None = None
    refused: str = ""  # what the provider said to it

    @property
    def provider_key(self) -> str:
        """The provider's idempotency key, for ever the same: no retry refunds twice."""
        return f"refund:{self.id}"

    @property
    def is_answered(self) -> bool:
        return self.refund_id is not None or bool(self.refused)

    def accepted(self, refund_id: RefundId) -> RefundRequest:
        return self if self.is_answered else replace(self, refund_id=refund_id)

    def declined(self, why: str) -> RefundRequest:
        return self if self.is_answered else replace(self, refused=why)
