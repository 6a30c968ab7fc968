"""What a subscription owed at one instant, and everything published since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from emulators.pubsub.history import History
from emulators.pubsub.message import Message


class Snapshot:
    def __init__(self, spec: Any, history: History, cancel_expiry: Callable[[], None]) -> None:
        self.spec = spec
        self._history = history
        self.cancel_expiry = cancel_expiry

    @property
    def name(self) -> str:
        return str(self.spec.name)

    def keep(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self._history.add(message)

    def messages(self) -> list[Message]:
        return self._history.messages()

    def close(self) -> None:
        self.cancel_expiry()
        self._history.clear()
