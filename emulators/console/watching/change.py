"""One change of what the local cloud keeps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """`value` is None for a deletion, `before` is None for something new."""

    number: int  # grows by one
    at_ns: int  # by the cloud's clock, since the epoch
    shelf: str  # the service
    key: str
    value: bytes | None
    before: bytes | None
    is_found: bool = False
    """It was there already when the console began to look."""
