"""How a document was paid, in the terms of EN 16931 (code list UNTDID 4461)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MeansCode(StrEnum):
    TRANSFER = "30"
    CARD = "48"
    SEPA_TRANSFER = "58"
    SEPA_DEBIT = "59"
    ONLINE = "68"  # a provider's page, when nobody knows what the buyer chose there


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    code: MeansCode = MeansCode.ONLINE
    card_last4: str = ""  # all that may be kept of a card's number
