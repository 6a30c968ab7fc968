"""One topic: who gets its messages, and those it keeps by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from emulators.pubsub.history import History
from emulators.pubsub.message import Message
from emulators.pubsub.snapshot import Snapshot
from emulators.pubsub.subscription import Subscription


class Topic:
    def __init__(self, spec: Any, history: History) -> None:
        self.spec = spec
        self.subscriptions: dict[str, Subscription] = {}
        self.snapshots: dict[str, Snapshot] = {}
        self._history = history

    @property
    def name(self) -> str:
        return str(self.spec.name)

    @property
    def retention(self) -> timedelta:
        """How long messages are kept whoever acknowledges them; zero if they are not."""
        retention: timedelta = self.spec.message_retention_duration.ToTimedelta()
        return retention

    def reconfigure(self, spec: Any) -> None:
        self.spec = spec
        if not self.retention:
            self._history.clear()

    def take_in(self, messages: Sequence[Message], now: datetime) -> None:
        """Hand published messages to everybody who is here for them."""
        for subscription in self.subscriptions.values():
            subscription.offer(messages)
        for snapshot in self.snapshots.values():
            snapshot.keep(messages)
        if self.retention:
            self._history.drop_before(now - self.retention)
            for message in messages:
                self._history.add(message)

    def kept(self, now: datetime) -> list[Message]:
        """Return what a seek can still reach, in the order of publication."""
        self._history.drop_before(now - self.retention)
        return self._history.messages()

    def close(self) -> None:
        self._history.clear()
