"""When and where to something was supplied, as the tax on it depends on both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    on: date  # the day, or the first one of a period
    until: date | None = None  # the last one of a period
    to: Address | None = None  # where goods were sent; required for intra-Community supplies
