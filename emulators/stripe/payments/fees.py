"""What Stripe keeps of a payment: a percentage and a fixed part per payment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fee:
    basis_points: int
    fixed_minor: int
    share_max_minor: int | None = None
    """The most that the percentage may come to."""

    def of(self, amount_minor: int) -> int:
        """Rounded half up to a whole minor unit, and never more than the payment."""
        share = (amount_minor * self.basis_points + 5_000) // 10_000
        if self.share_max_minor is not None:
            share = min(share, self.share_max_minor)
        return min(amount_minor, share + self.fixed_minor)


_BY_BANK = {
    "bacs_debit": Fee(100, 0, share_max_minor=400),
    "customer_balance": Fee(50, 0, share_max_minor=500),
    "sepa_debit": Fee(0, 35),
    "us_bank_account": Fee(80, 0, share_max_minor=500),
}
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
    if method_type in _BY_BANK:
        return _BY_BANK[method_type]
    return _CARD.get(currency, _CARD_ELSEWHERE)
