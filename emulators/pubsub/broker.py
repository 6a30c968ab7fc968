"""Topics, subscriptions and the way of a message from one to the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from emulators.clock import Clock
from emulators.pubsub import dead_letters, names
from emulators.pubsub.faults import Faults
from emulators.pubsub.journal import Journal
from emulators.pubsub.message import Draft, Unacked
from emulators.pubsub.pushers import Pushers
from emulators.pubsub.refusals import already_exists, detached, not_found
from emulators.pubsub.rules import checked_subscription, checked_topic
from emulators.pubsub.subscription import Subscription

FIRST_MESSAGE_ID = 10**15  # sixteen digits, as Google's have: they sort as text as well


class Broker:
    def __init__(self, *, clock: Clock, journal: Journal, faults: Faults, pushers: Pushers) -> None:
        self._clock = clock
        self._journal = journal
        self._faults = faults
        self._pushers = pushers
        restored = journal.restored()
        self._last_message_id = max(FIRST_MESSAGE_ID, restored.last_message_id)
        self.topics: dict[str, Any] = {spec.name: spec for spec in restored.topics}
        self.subscriptions: dict[str, Subscription] = {}
        for spec in restored.subscriptions:
            subscription = self._open(spec)
            for unacked in restored.unacked.get(spec.name, ()):
                subscription.restore(unacked)

    def topic(self, name: str) -> Any:
        if name not in self.topics:
            raise not_found(name)
        return self.topics[name]

    def create_topic(self, spec: Any) -> Any:
        names.require_topic_name(spec.name)
        if spec.name in self.topics:
            raise already_exists(spec.name)
        return self.replace_topic(checked_topic(spec))

    def replace_topic(self, spec: Any) -> Any:
        self.topics[spec.name] = spec
        self._journal.keep_topic(spec)
        return spec

    def delete_topic(self, name: str) -> None:
        """Delete a topic; its subscriptions keep what they have and get nothing more."""
        self.topic(name)
        for subscription in self.subscriptions_of(name):
            orphan = type(subscription.spec)()
            orphan.CopyFrom(subscription.spec)
            orphan.topic = names.DELETED_TOPIC
            subscription.reconfigure(orphan)
        del self.topics[name]
        self._journal.drop_topic(name)

    def subscription(self, name: str) -> Subscription:
        if name not in self.subscriptions:
            raise not_found(name)
        return self.subscriptions[name]

    def subscriptions_of(self, topic: str) -> list[Subscription]:
        return [one for one in self.subscriptions.values() if one.settings.topic == topic]

    def create_subscription(self, spec: Any) -> Subscription:
        names.require_subscription_name(spec.name)
        if spec.name in self.subscriptions:
            raise already_exists(spec.name)
        checked = checked_subscription(spec)
        self.topic(spec.topic)
        self._require_dead_letter_topic(checked)
        self._journal.keep_subscription(checked)
        return self._open(checked)

    def reconfigure_subscription(self, spec: Any) -> Subscription:
        checked = checked_subscription(spec)
        self._require_dead_letter_topic(checked)
        subscription = self.subscription(spec.name)
        subscription.reconfigure(checked)
        return subscription

    def delete_subscription(self, name: str) -> None:
        subscription = self.subscription(name)
        del self.subscriptions[name]
        self._journal.drop_subscription(name)
        subscription.close(not_found(name))
        self._pushers.close(subscription)

    def detach_subscription(self, name: str) -> None:
        subscription = self.subscription(name)
        spec = type(subscription.spec)()
        spec.CopyFrom(subscription.spec)
        spec.detached = True
        subscription.reconfigure(spec)
        subscription.close(detached(name))
        self._pushers.close(subscription)

    def publish(self, topic: str, drafts: Iterable[Draft]) -> list[str]:
        """Hand each draft to every subscription of the topic; return the message ids."""
        self.topic(topic)
        subscriptions = self.subscriptions_of(topic)
        now = self._clock.now()
        published_at = now.replace(microsecond=now.microsecond // 1000 * 1000)
        message_ids = []
        for draft in drafts:
            self._last_message_id += 1
            message = draft.published(self._last_message_id, published_at)
            message_ids.append(str(message.message_id))
            for subscription in subscriptions:
                subscription.offer(message)
        self._journal.keep_last_message_id(self._last_message_id)
        return message_ids

    def _open(self, spec: Any) -> Subscription:
        subscription = Subscription(
            spec,
            clock=self._clock,
            journal=self._journal,
            faults=self._faults,
            bury=self._bury,
        )
        self.subscriptions[spec.name] = subscription
        self._pushers.open(subscription)
        return subscription

    def _bury(self, subscription: Subscription, unacked: Unacked) -> bool:
        dead_letter = subscription.settings.dead_letter
        if dead_letter is None or dead_letter.topic not in self.topics:
            return False
        self.publish(dead_letter.topic, [dead_letters.letter(subscription.name, unacked)])
        return True

    def _require_dead_letter_topic(self, spec: Any) -> None:
        if spec.HasField("dead_letter_policy"):
            self.topic(spec.dead_letter_policy.dead_letter_topic)
