"""Our record of one refund of the provider, whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from shared.domain.ids import InvoiceId, OrderId, PaymentId, RefundId
from shared.domain.money import Money


class RefundStatus(StrEnum):
    """In the order of the lattice: reports arrive in any order and only ever raise it.

    A refund may fail weeks after it succeeded, and never the other way round.
    """

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"  # or canceled: the money stays here

    @property
    def rank(self) -> int:
        return list(RefundStatus).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    id: RefundId
    order_id: OrderId
    payment_id: PaymentId
    amount: Money
    status: RefundStatus = RefundStatus.PENDING
    credit_note_id: InvoiceId | None = None
    reversal_id: InvoiceId | None = None

    def reported(self, status: RefundStatus) -> Refund:
        return replace(self, status=status) if status.rank > self.status.rank else self

    @property
    def needs_credit_note(self) -> bool:
        return self.status is RefundStatus.SUCCEEDED and self.credit_note_id is None

    @property
    def needs_reversal(self) -> bool:
        """What never had a credit note has nothing to take back."""
        failed = self.status is RefundStatus.FAILED
        return failed and self.credit_note_id is not None and self.reversal_id is None
