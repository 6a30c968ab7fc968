"""A message handed to a consumer until its deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from emulators.pubsub.message import Unacked


class Ending(Enum):
    ACKNOWLEDGED = auto()
    REJECTED = auto()
    EXPIRED = auto()
    DROPPED = auto()  # with its subscription


def _nobody_listens(_: Ending) -> None:
    """Stand in until the consumer says who wants to know."""


@dataclass(slots=True, eq=False)
class Lease:
    unacked: Unacked
    ack_id: str
    cancel_expiry: Callable[[], None]
    ended: Callable[[Ending], None] = _nobody_listens
    """Set by the consumer; called once."""
