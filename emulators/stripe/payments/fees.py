"""What Stripe keeps of a payment: a percentage and a fixed part per payment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fee:
    basis_points: int
    fixed_minor: int

    def of(self, amount_minor: int) -> int:
        """Rounded half up to a whole minor unit, and never more than the payment."""
        share = (amount_minor * self.basis_points + 5_000) // 10_000
        return min(amount_minor, share + self.fixed_minor)


_BANK_DEBIT = Fee(0, 35)
_CARD = {
    "chf": Fee(290, 30),
    "dkk": Fee(150, 180),
    "eur": Fee(150, 25),
    "gbp": Fee(150, 20),
    "jpy": Fee(360, 0),
    "nok": Fee(240, 200),
    "sek": Fee(150, 180),
    "usd": Fee(290, 30),
}
_CARD_ELSEWHERE = Fee(340, 0)
"""Standard prices of a local card. Foreign cards and conversion, which cost more, are left out."""


def fee(method_type: str, currency: str) -> Fee:
    if method_type == "sepa_debit":
        return _BANK_DEBIT
    return _CARD.get(currency, _CARD_ELSEWHERE)
