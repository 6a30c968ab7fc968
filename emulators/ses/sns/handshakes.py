"""Confirming subscriptions: SNS posts an address, and whoever visits it has subscribed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from emulators.clock.clock import Clock
from emulators.ses.sending.events import timestamp
from emulators.ses.sns.courier import Courier
from emulators.ses.sns.errand import Errand
from emulators.ses.sns.notification import Notification, Type
from emulators.ses.sns.topics import Subscription, Topics

_ASKS = (
    "You have chosen to subscribe to the topic {arn}.\n"
    "To confirm the subscription, visit the SubscribeURL included in this message."
)
_PARTS = (
    "You have chosen to deactivate subscription {arn}.\n"
    "To cancel this operation and restore the subscription, visit the SubscribeURL included in "
    "this message."
)


@dataclass(frozen=True, slots=True)
class Handshakes:
    clock: Clock
    topics: Topics
    courier: Courier

    def begin(self, subscription: Subscription) -> None:
        """Ask the endpoint, again and again, until it takes the question."""
        message = _ASKS.format(arn=subscription.topic_arn)
        self._tell(subscription, "SubscriptionConfirmation", message)

    def confirm(self, topic_arn: str, token: str) -> Subscription | None:
        """None if nobody was given that token."""
        subscription = self.topics.confirm(topic_arn, token)
        if subscription is not None:
            self.courier.release(subscription.arn)
        return subscription

    def end(self, subscription: Subscription) -> None:
        """The endpoint is told, and may come back by visiting the address."""
        message = _PARTS.format(arn=subscription.arn)
        self._tell(subscription, "UnsubscribeConfirmation", message)
        self.topics.part(subscription)

    def _tell(self, subscription: Subscription, kind: Type, message: str) -> None:
        now = self.clock.now()
        notification = Notification(
            message_id=str(uuid5(NAMESPACE_URL, f"{kind} {subscription.token}")),
            topic_arn=subscription.topic_arn,
            subject="",
            message=message,
            published_at=timestamp(now),
            type=kind,
            token=subscription.token,
        )
        self.courier.accept([Errand(notification, subscription.endpoint, now, subscription.arn)])
