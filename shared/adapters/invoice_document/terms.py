"""What an invoice says beyond its snapshot, when there is more to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    due_on: date | None = None  # the invoice is still to be paid, in whole


PAID = Terms()
