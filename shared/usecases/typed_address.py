"""An address as the buyer typed it, made fit for print."""

from __future__ import annotations

from shared.domain.address import Address
from shared.domain.text import printable
from shared.events.stripe import Address as TypedAddress


def address_of(typed: TypedAddress) -> Address:
    return Address(
        line1=printable(typed.line1 or ""),
        line2=printable(typed.line2 or ""),
        postal_code=printable(typed.postal_code or ""),
        city=printable(typed.city or ""),
        state=printable(typed.state or ""),
        country=(typed.country or "")[:2].upper(),
    )
