"""What we remember of a caller's `Idempotency-Key`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.ids import OrderId

LEASE = timedelta(seconds=30)  # longer than one checkout request may take


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    status: int
    body: str  # JSON, byte for byte what the first caller got


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutKey:
    id: str  # sha256 of the caller's key
    body_sha256: str
    order_id: OrderId
    created_at: datetime
    lease_until: datetime
    answer: StoredAnswer | None = None

    def answered(self, answer: StoredAnswer) -> CheckoutKey:
        return self if self.answer is not None else replace(self, answer=answer)

    def leased(self, *, at: datetime) -> CheckoutKey:
        return replace(self, lease_until=at + LEASE)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
