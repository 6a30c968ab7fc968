"""The business facts that a buyer is told of by e-mail."""

from __future__ import annotations

from enum import StrEnum


class MailFact(StrEnum):
    """Part of the ids of some mails: a value is lower case letters, and never changes."""

    PAID = "paid"
    REFUNDED = "refunded"
    REVERSED = "reversed"  # a refund that never arrived, taken back
    AWAITING_FUNDS = "awaiting_funds"
    PAYMENT_FAILED = "payment_failed"
    RESENT = "resent"  # a document that somebody of the shop sends once more
