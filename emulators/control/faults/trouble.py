"""What befalls one call or delivery, once the dice are cast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Refusal:
    """Answer this, and do nothing. `code` is a gRPC status by name, or an HTTP status."""

    code: str | int
    message: str


class Lost(Enum):
    """When the connection ends."""

    BEFORE = auto()
    AFTER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """First the wait, then whatever else there is. Copies are for deliveries only."""

    wait: timedelta = timedelta()
    refusal: Refusal | None = None
    lost: Lost | None = None
    messages_max: int | None = None
    """A stream ends after so many."""
    copies: int = 0


NONE = Trouble()
