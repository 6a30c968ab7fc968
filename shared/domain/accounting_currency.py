"""In which currency a seller owes its tax, whatever currency it sells in."""

from __future__ import annotations

from shared.domain.law import law
from shared.domain.parties import Seller


def accounting_currency(seller: Seller) -> str:
    """As its profile says, or else its state; empty where neither asks for one."""
    return seller.accounting_currency or law().accounting_currencies.get(seller.address.country, "")
