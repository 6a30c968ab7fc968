"""A message once it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.pubsub_v1 import types

_ReceivedMessage: Any = types.ReceivedMessage.pb()


@dataclass(slots=True, eq=False)
class Message:
    """Never changed once it is made; frozen, it would take three times as long to make."""

    message_id: int  # grows with every message of the server
    published_at: datetime  # UTC, whole milliseconds
    ordering_key: str
    encoded: bytes
    """A `ReceivedMessage` that has nothing but the `PubsubMessage`.

    So it is written once, and copied onto the shelf and to each of its consumers.
    """

    @property
    def size(self) -> int:
        """Bytes, as flow control counts them."""
        return len(self.encoded)

    @property
    def content(self) -> Any:
        """The `PubsubMessage`, decoded anew by every call."""
        return _ReceivedMessage.FromString(self.encoded).message

    @property
    def data(self) -> bytes:
        data: bytes = self.content.data
        return data

    @property
    def attributes(self) -> Mapping[str, str]:
        return dict(self.content.attributes)


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
