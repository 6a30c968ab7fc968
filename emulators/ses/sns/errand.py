"""A notification on its way to one endpoint, written down so that a restart does not lose it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from emulators.ses.sns.notification import Notification

PREFIX = "errand/"


@dataclass(frozen=True, slots=True)
class Errand:
    """Not before `due_at`."""

    notification: Notification
    url: str
    due_at: datetime
    subscription_arn: str

    @property
    def key(self) -> str:
        return f"{PREFIX}{self.notification.message_id}/{self.url}"

    def to_bytes(self) -> bytes:
        return json.dumps(
            {
                "notification": asdict(self.notification),
                "url": self.url,
                "due_at": self.due_at.isoformat(),
                "subscription_arn": self.subscription_arn,
            }
        ).encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        fields: dict[str, Any] = json.loads(value)
        return cls(
            notification=Notification(**fields["notification"]),
            url=fields["url"],
            due_at=datetime.fromisoformat(fields["due_at"]),
            subscription_arn=fields.get("subscription_arn", ""),
        )
