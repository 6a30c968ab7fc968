"""From an accepted message to the notifications its configuration set publishes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from emulators.ses import events
from emulators.ses.arn import Place
from emulators.ses.errand import Errand
from emulators.ses.fate import outcomes
from emulators.ses.message import Message
from emulators.ses.notification import Notification


@dataclass(frozen=True, slots=True)
class Publisher:
    """An SNS topic and the endpoints that are subscribed to it, all of them confirmed."""

    topic_arn: str
    endpoints: Sequence[str]

    def errands(self, message: Message) -> list[Errand]:
        """None for a message without a configuration set: SES publishes for those only."""
        if message.configuration_set is None:
            return []
        return [
            Errand(self._notification(message, record, due_at), url, due_at)
            for record, due_at in self._records(message)
            for url in self.endpoints
        ]

    def _records(self, message: Message) -> Iterator[tuple[events.Record, datetime]]:
        place = Place.of(self.topic_arn)
        yield events.send(message, place), message.sent_at
        for outcome in outcomes(message.destination):
            record = events.outcome_of(message, place, outcome)
            yield record, message.sent_at + outcome.after

    def _notification(self, message: Message, record: events.Record, at: datetime) -> Notification:
        # A name-based id: one for all endpoints and all attempts, as with SNS.
        name = f"{self.topic_arn}/{message.message_id}/{record['eventType']}"
        return Notification(
            message_id=str(uuid5(NAMESPACE_URL, name)),
            topic_arn=self.topic_arn,
            subject="Amazon SES Email Event Notification",
            message=json.dumps(record, ensure_ascii=False),
            published_at=events.timestamp(at),
        )
