"""In which currency a seller owes its tax, whatever currency it sells in."""

from __future__ import annotations

from shared.domain.law import law
from shared.domain.parties import Seller


def accounting_currency(seller: Seller) -> str:
    """As its profile says, or else its state; empty where neither asks for one."""
    return seller.accounting_currency or law().accounting_currencies.get(seller.address.country, "")


def national_currency(seller: Seller, sold_in: str | None) -> str | None:
    """Into which tax must be stated besides; None where it is the sale's own, or nobody asks."""
    into = accounting_currency(seller)
    return None if into in {"", sold_in} else into
