"""What we remember of messages, so that a message may come twice, late or broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.ids import OrderId


class Outcome(StrEnum):
    APPLIED = "applied"
    IGNORED = "ignored"  # a type we subscribe to nothing from, or nothing of ours
    PARKED = "parked"  # refused with a reason; a person may want to look


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """One provider event, seen. Created in the commit that holds its effects."""

    id: str  # provider:event
    type: str
    outcome: Outcome
    received_at: datetime
    traceparent: str
    order_id: OrderId | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One business fact, done. Two events may tell the same fact; its key exists once."""

    id: str  # such as pay:pi_123
    order_id: OrderId
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message nobody could handle, kept whole until a person decides."""

    id: str
    source: str  # the subscription or function that gave up
    reason: str
    body: str
    attributes: dict[str, str]
    kept_at: datetime
    is_waiting: bool = True  # for a person; False once it was published again
    replayed_at: datetime | None = None  # told before it is done
    replayed_by: str = ""


OUTBOX_SHARDS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """One of our events: an outbox row until it is relayed, and history ever after."""

    id: str
    type: str
    order_id: OrderId
    occurred_at: datetime
    caused_by: str
    traceparent: str
    body: str  # the envelope, JSON
    shard: int  # 0 … OUTBOX_SHARDS-1; spreads the index over due_at
    due_at: datetime | None  # when to relay; None once relayed
