"""From what happened to a message to the notifications its configuration set publishes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from emulators.ses.arn import Place
from emulators.ses.message import Message
from emulators.ses.resources.event_destinations import EventDestinations
from emulators.ses.sending import events
from emulators.ses.sending.fate import Outcome
from emulators.ses.sns.courier import Courier
from emulators.ses.sns.errand import Errand
from emulators.ses.sns.notification import Notification
from emulators.ses.sns.topics import Topics

_SUBJECT = "Amazon SES Email Event Notification"


@dataclass(frozen=True, slots=True)
class Publisher:
    """To the topics that the message's configuration set names for an event of that type."""

    place: Place
    destinations: EventDestinations
    topics: Topics
    courier: Courier

    def publish(self, message: Message, record: events.Record, at: datetime) -> None:
        """Nothing for a message without a configuration set: SES publishes for those only."""
        self.courier.accept(list(self._errands(message, record, at)))

    def sent(self, message: Message, outcomes: Iterable[Outcome]) -> None:
        self.publish(message, events.send(message, self.place), message.sent_at)
        for outcome in outcomes:
            record = events.outcome_of(message, self.place, outcome)
            self.publish(message, record, message.sent_at + outcome.after)

    def _errands(self, message: Message, record: events.Record, at: datetime) -> Iterator[Errand]:
        if message.configuration_set is None:
            return
        kind = record["eventType"]
        for topic_arn in self.destinations.topics_for(message.configuration_set, kind):
            notification = _notification(topic_arn, record, at)
            for one in self.topics.receivers(topic_arn):
                yield Errand(notification, one.endpoint, at, one.arn)


def _notification(topic_arn: str, record: events.Record, at: datetime) -> Notification:
    text = json.dumps(record, ensure_ascii=False)
    return Notification(
        # A name-based id: one for all endpoints and all attempts, as with SNS.
        message_id=str(uuid5(NAMESPACE_URL, f"{topic_arn}/{text}")),
        topic_arn=topic_arn,
        subject=_SUBJECT,
        message=text,
        published_at=events.timestamp(at),
    )
