"""An e-mail that SES accepted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Message:
    """`id` is the outbox's own; `message_id` is the one SES answered with."""

    id: str
    message_id: str
    source: str
    destination: tuple[str, ...]
    sent_at: datetime
    configuration_set: str | None
    tags: tuple[tuple[str, str], ...]
    raw: bytes

    def to_bytes(self) -> bytes:
        """One line of JSON, then the raw message."""
        head = json.dumps(
            {
                "id": self.id,
                "message_id": self.message_id,
                "source": self.source,
                "destination": self.destination,
                "sent_at": self.sent_at.isoformat(),
                "configuration_set": self.configuration_set,
                "tags": self.tags,
            }
        )
        return head.encode() + b"\n" + self.raw

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        head, _, raw = value.partition(b"\n")
        fields: dict[str, Any] = json.loads(head)
        return cls(
            id=fields["id"],
            message_id=fields["message_id"],
            source=fields["source"],
            destination=tuple(fields["destination"]),
            sent_at=datetime.fromisoformat(fields["sent_at"]),
            configuration_set=fields["configuration_set"],
            tags=tuple((name, value) for name, value in fields["tags"]),
            raw=raw,
        )
