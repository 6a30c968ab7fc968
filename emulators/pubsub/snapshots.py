"""Snapshots: from their creation to their end a week later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from google.pubsub_v1 import types

from emulators.clock.clock import Clock
from emulators.google_apis.refused import failed_precondition
from emulators.pubsub import names
from emulators.pubsub.broker import Broker
from emulators.pubsub.history import History
from emulators.pubsub.journal import Journal, Restored
from emulators.pubsub.labels import require_labels
from emulators.pubsub.message import Message
from emulators.pubsub.refusals import already_exists, not_found
from emulators.pubsub.snapshot import Snapshot
from emulators.pubsub.subscription import Subscription

LIFE = timedelta(days=7)
LIFE_MIN = timedelta(hours=1)


class Snapshots:
    def __init__(
        self, broker: Broker, *, clock: Clock, journal: Journal, restored: Restored
    ) -> None:
        self._broker = broker
        self._clock = clock
        self._journal = journal
        self.all: dict[str, Snapshot] = {}
        for spec in restored.snapshots:
            self._open(spec, restored.histories[spec.name])

    def get(self, name: str) -> Snapshot:
        if name not in self.all:
            raise not_found(name)
        return self.all[name]

    def create(self, request: Any) -> Snapshot:
        names.require_snapshot_name(request.name)
        require_labels(request.labels)
        subscription = self._broker.subscription(request.subscription)
        if request.name in self.all:
            raise already_exists(request.name)
        if subscription.closed:
            raise subscription.closed
        owed = subscription.owed
        spec = types.Snapshot.pb()(
            name=request.name, topic=subscription.settings.topic, labels=request.labels
        )
        spec.expire_time.FromDatetime(self._end(owed))
        subscription.used()
        snapshot = self._open(spec, ())
        self._journal.keep(spec)
        snapshot.keep(owed)
        return snapshot

    def change(self, spec: Any) -> Snapshot:
        require_labels(spec.labels)
        snapshot = self.get(spec.name)
        snapshot.spec = spec
        self._journal.keep(spec)
        return snapshot

    def delete(self, name: str) -> None:
        snapshot = self.get(name)
        del self.all[name]
        topic = self._broker.topics.get(snapshot.spec.topic)
        if topic:
            del topic.snapshots[name]
        self._journal.drop(snapshot.spec)
        snapshot.close()

    def orphan(self, snapshots: Iterable[Snapshot]) -> None:
        """Their topic is deleted: they keep what they have and get nothing more."""
        for snapshot in snapshots:
            snapshot.spec.topic = names.DELETED_TOPIC
            self._journal.keep(snapshot.spec)

    def seek(self, subscription: Subscription, name: str) -> None:
        """Owe what the snapshot holds, and nothing else."""
        snapshot = self.get(name)
        if snapshot.spec.topic != subscription.settings.topic:
            raise failed_precondition(
                f"The subscription's topic {subscription.settings.topic} is different from that "
                f"of the snapshot {snapshot.spec.topic}; they must match in order for Seek to work."
            )
        _owe(subscription, snapshot.messages())

    def seek_to_time(self, subscription: Subscription, instant: datetime) -> None:
        """Owe what was published at `instant` or later, as far as it is still kept."""
        topic = self._broker.topics.get(subscription.settings.topic)
        kept = topic.kept(self._clock.now()) if topic and topic.retention else []
        messages = {
            message.message_id: message
            for message in (*kept, *subscription.acknowledged.messages(), *subscription.owed)
            if message.published_at >= instant
        }
        _owe(subscription, [messages[message_id] for message_id in sorted(messages)])

    def stop(self) -> None:
        for snapshot in self.all.values():
            snapshot.cancel_expiry()

    def _end(self, owed: list[Message]) -> datetime:
        """A week after the oldest message, so that nothing of it is lost before."""
        now = self._clock.now()
        end = (owed[0].published_at if owed else now) + LIFE
        if end < now + LIFE_MIN:
            raise failed_precondition(
                "The backlog of the subscription is too old: a snapshot of it would expire in "
                "less than 1 hour."
            )
        return end

    def _open(self, spec: Any, messages: Iterable[Message]) -> Snapshot:
        history = History(spec.name, self._journal, messages)
        ends_at = spec.expire_time.ToDatetime(tzinfo=UTC)
        cancel_expiry = self._clock.call_at(ends_at, partial(self.delete, spec.name))
        snapshot = Snapshot(spec, history, cancel_expiry)
        self.all[spec.name] = snapshot
        topic = self._broker.topics.get(spec.topic)
        if topic:
            topic.snapshots[spec.name] = snapshot
        return snapshot


def _owe(subscription: Subscription, messages: list[Message]) -> None:
    matches = subscription.settings.matches
    if subscription.closed:
        raise subscription.closed
    subscription.used()
    subscription.replace_owed(
        message for message in messages if matches is None or matches(message.attributes)
    )
