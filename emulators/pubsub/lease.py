"""A message handed to a consumer until its deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from emulators.pubsub.message import Unacked


class Ending(Enum):
    ACKNOWLEDGED = auto()
    REJECTED = auto()
    EXPIRED = auto()
    DROPPED = auto()  # with its subscription, or by a seek


def _nobody_listens(_: Lease, __: Ending) -> None:
    """Stand in until the consumer says who wants to know."""


@dataclass(slots=True, eq=False)
class Term:
    """Leases that end at the same instant; one timer does for all of them."""

    ends_at: datetime
    leases: set[Lease] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Lease:
    unacked: Unacked
    ack_id: str
    term: Term
    ended: Callable[[Lease, Ending], None] = _nobody_listens
    """Set by the consumer; called once."""
