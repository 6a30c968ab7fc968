"""What is to happen later, kept across a restart: expiries, settlements, delivery attempts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from emulators.clock.clock import Clock
from emulators.stripe.store import Store


class Agenda:
    """One entry per kind and subject; adding it again moves it."""

    def __init__(self, clock: Clock, store: Store) -> None:
        self.clock = clock
        self._store = store
        self._actions: dict[str, Callable[[str], None]] = {}
        self._cancels: dict[str, Callable[[], None]] = {}
        self._is_open = False

    def on(self, kind: str, action: Callable[[str], None]) -> None:
        """Run `action(subject)` whenever an entry of this kind comes due."""
        self._actions[kind] = action

    def add(self, kind: str, subject: str, at: datetime) -> None:
        key = f"{kind} {subject}"
        entry = {"kind": kind, "subject": subject, "due_at": at.isoformat()}
        self._store.put("agenda", key, entry)
        if self._is_open:
            self._arm(key, at)

    def has(self, kind: str, subject: str) -> bool:
        return self._store.find("agenda", f"{kind} {subject}") is not None

    def due_at(self, kind: str, subject: str) -> datetime | None:
        entry = self._store.find("agenda", f"{kind} {subject}")
        return None if entry is None else datetime.fromisoformat(entry["due_at"])

    def open(self) -> None:
        """Arm everything kept. What came due while nobody ran happens at once."""
        self._is_open = True
        for key, entry in self._store.items("agenda"):
            self._arm(key, datetime.fromisoformat(entry["due_at"]))

    def close(self) -> None:
        """Disarm everything; the entries stay for the next `open`."""
        self._is_open = False
        for cancel in self._cancels.values():
            cancel()
        self._cancels.clear()

    def rearm(self) -> None:
        """Arm what is kept and nothing else, after changes to it were taken back."""
        if self._is_open:
            self.close()
            self.open()

    def _arm(self, key: str, at: datetime) -> None:
        if key in self._cancels:
            self._cancels[key]()
        self._cancels[key] = self.clock.call_at(at, partial(self._fire, key))

    def _fire(self, key: str) -> None:
        del self._cancels[key]
        entry = self._store.get("agenda", key)
        self._store.delete("agenda", key)
        self._actions[entry["kind"]](entry["subject"])
