"""A message before and after it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What a publisher hands in."""

    data: bytes
    attributes: Mapping[str, str]
    ordering_key: str

    def published(self, message_id: int, published_at: datetime) -> Message:
        return Message(
            message_id=message_id,
            published_at=published_at,
            data=self.data,
            attributes=self.attributes,
            ordering_key=self.ordering_key,
        )


@dataclass(frozen=True, slots=True)
class Message:
    message_id: int  # grows with every message of the server
    published_at: datetime  # UTC, whole milliseconds
    data: bytes
    attributes: Mapping[str, str]
    ordering_key: str

    @property
    def size(self) -> int:
        """Bytes, as flow control counts them."""
        return len(self.data) + sum(len(k) + len(v) for k, v in self.attributes.items())


@dataclass(slots=True, eq=False)
class Unacked:
    """A message that one subscription still owes an acknowledgement for."""

    message: Message
    failures: int = 0
    """Nacks and missed deadlines so far."""

    @property
    def attempt(self) -> int:
        """Which delivery the next one is, counted from 1."""
        return self.failures + 1
