"""How closely the archive is looked at. Names, hashes on record and labels always are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.retention import KeepingLaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Reading every document costs a download each.

    A share of them, another one every day, reads all of them once in so many days.
    """

    contents_in_days: int = 1  # 1: all at once; 30: a thirtieth, another one tomorrow; 0: none
    is_retained: bool = True  # whether the law's years are asked for
    law: KeepingLaw = field(default_factory=dict)  # without any, the longest for everybody

    def covers(self, document_id: str, at: datetime) -> bool:
        """Whether this document's bytes are read today."""
        if not self.contents_in_days:
            return False
        place = int(hashlib.sha256(document_id.encode()).hexdigest()[:8], 16)
        return (place + at.toordinal()) % self.contents_in_days == 0


EVERYTHING = Scope()
