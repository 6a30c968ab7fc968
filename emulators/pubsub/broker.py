"""Topics, subscriptions and the way of a message from one to the others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from emulators.clock.clock import Clock
from emulators.pubsub import dead_letters, names
from emulators.pubsub.deliveries import Deliveries
from emulators.pubsub.expiry import Expiry
from emulators.pubsub.faults import Faults
from emulators.pubsub.history import History
from emulators.pubsub.journal import Journal, Restored
from emulators.pubsub.message import Unacked
from emulators.pubsub.refusals import already_exists, detached, not_found
from emulators.pubsub.rules import checked_subscription, checked_topic
from emulators.pubsub.schemas.topic_schemas import TopicSchemas
from emulators.pubsub.subscription import Belongings, Subscription
from emulators.pubsub.topic import Topic
from emulators.pubsub.wire import Stamp

FIRST_MESSAGE_ID = 10**15  # sixteen digits, as Google's have: they sort as text as well
ACK_NUMBERS_PER_START = 10**12


class Broker:
    def __init__(
        self,
        *,
        clock: Clock,
        journal: Journal,
        faults: Faults,
        deliveries: Deliveries,
        schemas: TopicSchemas,
        restored: Restored,
    ) -> None:
        self._clock = clock
        self._journal = journal
        self._faults = faults
        self._deliveries = deliveries
        self._schemas = schemas
        self._last_message_id = max(FIRST_MESSAGE_ID, restored.last_message_id)
        self.topics: dict[str, Topic] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self._expiries: dict[str, Expiry] = {}
        self._first_ack_number = restored.starts * ACK_NUMBERS_PER_START
        self._restore(restored)

    def topic(self, name: str) -> Topic:
        if name not in self.topics:
            raise not_found(name)
        return self.topics[name]

    def create_topic(self, spec: Any) -> Topic:
        names.require_topic_name(spec.name)
        if spec.name in self.topics:
            raise already_exists(spec.name)
        checked = checked_topic(spec)
        self._schemas.require(checked)
        self._journal.keep(checked)
        topic = Topic(checked, History(spec.name, self._journal))
        self.topics[spec.name] = topic
        return topic

    def reconfigure_topic(self, spec: Any) -> Topic:
        checked = checked_topic(spec)
        self._schemas.require(checked)
        topic = self.topic(spec.name)
        self._journal.keep(checked)
        topic.reconfigure(checked)
        for subscription in topic.subscriptions.values():
            subscription.reconfigure(_under(topic, _copied(subscription.spec)))
        return topic

    def delete_topic(self, name: str) -> Topic:
        """Delete a topic; its subscriptions keep what they have and get nothing more."""
        topic = self.topic(name)
        for subscription in topic.subscriptions.values():
            orphan = _copied(subscription.spec)
            orphan.topic = names.DELETED_TOPIC
            orphan.ClearField("topic_message_retention_duration")
            subscription.reconfigure(orphan)
        topic.close()
        del self.topics[name]
        self._journal.drop(topic.spec)
        return topic

    def subscription(self, name: str) -> Subscription:
        if name not in self.subscriptions:
            raise not_found(name)
        return self.subscriptions[name]

    def create_subscription(self, spec: Any) -> Subscription:
        names.require_subscription_name(spec.name)
        if spec.name in self.subscriptions:
            raise already_exists(spec.name)
        topic = self.topic(spec.topic)
        checked = self._checked(spec, topic)
        self._journal.keep(checked)
        return self._open(checked, Restored())

    def reconfigure_subscription(self, spec: Any) -> Subscription:
        subscription = self.subscription(spec.name)
        checked = self._checked(spec, self.topics.get(spec.topic))
        subscription.used()
        subscription.reconfigure(checked)
        self._expiries[spec.name].after(subscription.settings.expires_after)
        self._deliveries.fit(subscription)
        return subscription

    def delete_subscription(self, name: str) -> None:
        subscription = self.subscription(name)
        del self.subscriptions[name]
        self._leave_topic(subscription)
        self._expiries.pop(name).cancel()
        self._journal.drop(subscription.spec)
        self._journal.drop_active(name)
        subscription.close(not_found(name))
        self._deliveries.close(subscription)

    def detach_subscription(self, name: str) -> None:
        subscription = self.subscription(name)
        spec = _copied(subscription.spec)
        spec.detached = True
        subscription.reconfigure(spec)
        subscription.close(detached(name))
        self._deliveries.close(subscription)

    def publish(self, topic_name: str, drafts: Iterable[Any]) -> list[str]:
        """Hand each `PubsubMessage` to everybody the topic has; return the message ids."""
        topic = self.topic(topic_name)
        now = self._clock.now()
        stamp = Stamp(now.replace(microsecond=now.microsecond // 1000 * 1000))
        messages = []
        for draft in self._schemas.marked(topic.spec, drafts):
            self._last_message_id += 1
            messages.append(stamp.message(draft, self._last_message_id))
        self._journal.keep_last_message_id(self._last_message_id)
        topic.take_in(messages, now)
        return [str(message.message_id) for message in messages]

    def stop(self) -> None:
        """Stop every timer; what is owed stays on the shelf."""
        for expiry in self._expiries.values():
            expiry.cancel()
        for subscription in self.subscriptions.values():
            subscription.pause()

    def _restore(self, restored: Restored) -> None:
        for spec in restored.topics:
            history = History(spec.name, self._journal, restored.histories[spec.name])
            self.topics[spec.name] = Topic(spec, history)
        for spec in restored.subscriptions:
            subscription = self._open(spec, restored)
            for unacked in restored.unacked[spec.name]:
                subscription.restore(unacked)

    def _open(self, spec: Any, restored: Restored) -> Subscription:
        name = spec.name
        kept = restored.active.get(name)
        expiry = Expiry(
            self._clock,
            last_used_at=datetime.fromisoformat(kept) if kept else self._clock.now(),
            keep=lambda instant: self._journal.keep_active(name, instant.isoformat()),
            expire=partial(self.delete_subscription, name),
        )
        belongings = Belongings(
            self._clock,
            self._journal,
            self._faults,
            self._bury,
            expiry.used,
            self._first_ack_number,
        )
        history = History(name, self._journal, restored.histories[name])
        subscription = Subscription(spec, belongings, history)
        expiry.after(subscription.settings.expires_after)
        self._expiries[name] = expiry
        self.subscriptions[name] = subscription
        if spec.topic in self.topics and not spec.detached:
            self.topics[spec.topic].subscriptions[name] = subscription
        self._deliveries.open(subscription)
        return subscription

    def _leave_topic(self, subscription: Subscription) -> None:
        topic = self.topics.get(subscription.settings.topic)
        if topic:
            topic.subscriptions.pop(subscription.name, None)

    def _bury(self, subscription: Subscription, unacked: Unacked, reason: str) -> bool:
        dead_letter = subscription.settings.dead_letter
        if dead_letter is None or dead_letter.topic not in self.topics:
            return False
        self.publish(dead_letter.topic, [dead_letters.letter(subscription.name, unacked, reason)])
        return True

    def _checked(self, spec: Any, topic: Topic | None) -> Any:
        checked = checked_subscription(spec)
        if checked.HasField("dead_letter_policy"):
            self.topic(checked.dead_letter_policy.dead_letter_topic)
        if topic:
            _under(topic, checked)
            self._deliveries.require_reachable(checked, topic.spec)
        return checked


def _copied(spec: Any) -> Any:
    copy = type(spec)()
    copy.CopyFrom(spec)
    return copy


def _under(topic: Topic, spec: Any) -> Any:
    """Fill in what a subscription says about its topic."""
    spec.ClearField("topic_message_retention_duration")
    if topic.retention:
        spec.topic_message_retention_duration.FromTimedelta(topic.retention)
    return spec
