"""The service's state on the shelf: its resources and every message that is still of use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from google.pubsub_v1 import types

from emulators.pubsub.message import Message, Unacked
from emulators.pubsub.wire import (
    message_from_bytes,
    unacked_from_bytes,
    unacked_to_bytes,
)
from emulators.shelf import Shelf

_RESOURCES = {
    "topic": types.Topic.pb(),
    "subscription": types.Subscription.pb(),
    "snapshot": types.Snapshot.pb(),
}
_UNACKED = "unacked"
_HISTORY = "history"
_ACTIVE = "active"
_LAST_MESSAGE_ID = "last-message-id"
_STARTS = "starts"
_IDS_UNWRITTEN_MAX = 100_000
# A killed process may have given out more ids than reached the shelf. They must not come again.


@dataclass(slots=True)
class Restored:
    topics: list[Any] = field(default_factory=list)
    subscriptions: list[Any] = field(default_factory=list)
    snapshots: list[Any] = field(default_factory=list)
    unacked: dict[str, list[Unacked]] = field(default_factory=lambda: defaultdict(list))
    """Of each subscription's name, in the order of publication."""
    histories: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    """Of each owner's name, in the order of publication."""
    active: dict[str, str] = field(default_factory=dict)
    """When each subscription was last in use, as it was written down."""
    last_message_id: int = 0
    starts: int = 0
    """How often the service was started, this time included."""


class Journal:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def restored(self) -> Restored:
        restored = Restored()
        for key, value in self._shelf.items():
            kind, _, name = key.partition("/")
            _take_in(restored, kind, name, value)
        restored.starts += 1
        self._shelf.put(_STARTS, str(restored.starts).encode())
        for unacked in restored.unacked.values():
            unacked.sort(key=lambda one: one.message.message_id)
        for messages in restored.histories.values():
            messages.sort(key=lambda one: one.message_id)
        return restored

    def keep(self, spec: Any) -> None:
        """Write down a topic, a subscription or a snapshot."""
        kind = spec.DESCRIPTOR.name.lower()
        self._shelf.put(f"{kind}/{spec.name}", spec.SerializeToString())

    def drop(self, spec: Any) -> None:
        kind = spec.DESCRIPTOR.name.lower()
        self._shelf.delete(f"{kind}/{spec.name}")

    def keep_unacked(self, subscription: str, unacked: Unacked) -> None:
        key = f"{_UNACKED}/{subscription}/{unacked.message.message_id}"
        self._shelf.put(key, unacked_to_bytes(unacked))

    def drop_unacked(self, subscription: str, unacked: Unacked) -> None:
        self._shelf.delete(f"{_UNACKED}/{subscription}/{unacked.message.message_id}")

    def drop_all_unacked(self, subscription: str, all_unacked: Iterable[Unacked]) -> None:
        for unacked in all_unacked:
            self.drop_unacked(subscription, unacked)

    def keep_history(self, owner: str, message: Message) -> None:
        self._shelf.put(f"{_HISTORY}/{owner}/{message.message_id}", message.encoded)

    def drop_history(self, owner: str, message_id: int) -> None:
        self._shelf.delete(f"{_HISTORY}/{owner}/{message_id}")

    def keep_active(self, subscription: str, instant: str) -> None:
        self._shelf.put(f"{_ACTIVE}/{subscription}", instant.encode())

    def drop_active(self, subscription: str) -> None:
        self._shelf.delete(f"{_ACTIVE}/{subscription}")

    def keep_last_message_id(self, message_id: int) -> None:
        self._shelf.put(_LAST_MESSAGE_ID, str(message_id).encode())


def _take_in(restored: Restored, kind: str, name: str, value: bytes) -> None:
    if kind in _RESOURCES:
        resources: list[Any] = getattr(restored, f"{kind}s")
        resources.append(_RESOURCES[kind].FromString(value))
    elif kind == _UNACKED:
        restored.unacked[name.rpartition("/")[0]].append(unacked_from_bytes(value))
    elif kind == _HISTORY:
        restored.histories[name.rpartition("/")[0]].append(message_from_bytes(value))
    elif kind == _ACTIVE:
        restored.active[name] = value.decode()
    elif kind == _LAST_MESSAGE_ID:
        restored.last_message_id = int(value) + _IDS_UNWRITTEN_MAX
    elif kind == _STARTS:
        restored.starts = int(value)
