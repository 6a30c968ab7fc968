"""The service's state on the shelf: topics, subscriptions and what is not acknowledged yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from google.pubsub_v1 import types

from emulators.pubsub.message import Unacked
from emulators.pubsub.wire import unacked_from_bytes, unacked_to_bytes
from emulators.shelf import Shelf

_TOPIC = "topic/"
_SUBSCRIPTION = "subscription/"
_UNACKED = "unacked/"
_LAST_MESSAGE_ID = "last-message-id"
_IDS_UNWRITTEN_MAX = 100_000
# A killed process may have given out more ids than reached the shelf. They must not come again.


@dataclass(frozen=True, slots=True)
class Restored:
    topics: list[Any]
    subscriptions: list[Any]
    unacked: dict[str, list[Unacked]]
    """Of each subscription's name, in the order of publication."""
    last_message_id: int


class Journal:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def restored(self) -> Restored:
        restored = Restored([], [], defaultdict(list), 0)
        last_message_id = 0
        for key, value in self._shelf.items():
            if key.startswith(_TOPIC):
                restored.topics.append(types.Topic.pb().FromString(value))
            elif key.startswith(_SUBSCRIPTION):
                restored.subscriptions.append(types.Subscription.pb().FromString(value))
            elif key.startswith(_UNACKED):
                name = key.removeprefix(_UNACKED).rsplit("/", 1)[0]
                restored.unacked[name].append(unacked_from_bytes(value))
            elif key == _LAST_MESSAGE_ID:
                last_message_id = int(value) + _IDS_UNWRITTEN_MAX
        for unacked in restored.unacked.values():
            unacked.sort(key=lambda one: one.message.message_id)
        return Restored(restored.topics, restored.subscriptions, restored.unacked, last_message_id)

    def keep_topic(self, spec: Any) -> None:
        self._shelf.put(_TOPIC + spec.name, spec.SerializeToString())

    def drop_topic(self, name: str) -> None:
        self._shelf.delete(_TOPIC + name)

    def keep_subscription(self, spec: Any) -> None:
        self._shelf.put(_SUBSCRIPTION + spec.name, spec.SerializeToString())

    def drop_subscription(self, name: str) -> None:
        self._shelf.delete(_SUBSCRIPTION + name)

    def keep_unacked(self, subscription: str, unacked: Unacked) -> None:
        key = f"{_UNACKED}{subscription}/{unacked.message.message_id}"
        self._shelf.put(key, unacked_to_bytes(unacked))

    def drop_unacked(self, subscription: str, unacked: Unacked) -> None:
        self._shelf.delete(f"{_UNACKED}{subscription}/{unacked.message.message_id}")

    def keep_last_message_id(self, message_id: int) -> None:
        self._shelf.put(_LAST_MESSAGE_ID, str(message_id).encode())
