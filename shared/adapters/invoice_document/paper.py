"""The paper that a reader's printer holds."""

from __future__ import annotations

from shared.domain.invoice import InvoiceSnapshot

# Unicode CLDR 48, territoryInfo / paperSize: US-Letter; everywhere else it is A4 (ISO 216).
_LETTER = frozenset(
    "BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split()  # noqa: SIM905  # a list of 14 is longer
)


def paper_for(sold: InvoiceSnapshot) -> str:
    """By the buyer's country, or the seller's while that is unknown."""
    country = sold.buyer.address.country or sold.seller.address.country
    return "us-letter" if country in _LETTER else "a4"
