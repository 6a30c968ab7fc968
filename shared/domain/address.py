"""A postal address in parts. How the parts are printed depends on the country, not on us."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Any part may be empty: a provider passes on what the buyer typed."""

    line1: str = ""
    line2: str = ""
    postal_code: str = ""
    city: str = ""
    state: str = ""  # state, province, prefecture
    country: str = ""  # ISO 3166-1 alpha-2, upper case

    @property
    def is_full(self) -> bool:
        """Enough for an invoice that must name its buyer (Art. 226(5) of 2006/112/EC)."""
        return bool(self.line1 and self.city and self.country)
