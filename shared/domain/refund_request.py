"""A refund that somebody of the shop asked for, stored before the provider hears of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.ids import OrderId, PaymentId, RefundId
from shared.domain.money import Money

KEY_LIVES = timedelta(hours=20)
"""How long the provider may be asked under one key. Stripe may forget a key after 24 hours."""

_REQUEST_ID = re.compile(r"rfr_[0-9a-f]{32}")


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
        """The provider's idempotency key, always the same: no retry refunds twice."""
        return f"refund:{self.id}"

    @property
    def is_answered(self) -> bool:
        return self.refund_id is not None or bool(self.refused)

    def may_be_asked(self, at: datetime) -> bool:
        """Whether the provider still knows the key, should it have heard it before."""
        return at < self.requested_at + KEY_LIVES

    def accepted(self, refund_id: RefundId) -> RefundRequest:
        """A refund that was made outweighs any refusal."""
        made = self.refund_id is not None
        return self if made else replace(self, refund_id=refund_id, refused="")

    def declined(self, why: str) -> RefundRequest:
        return self if self.is_answered else replace(self, refused=why)


def is_request_id(text: str) -> bool:
    """Whether it has the shape of one of ours."""
    return _REQUEST_ID.fullmatch(text) is not None
