"""What billing does by itself, in the order of its time: by the clock, or by a test clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject

_TICK = "billing.tick"
_KIND = "timeline"
CLOCK_KIND = "test_helpers.test_clock"


class Timeline:
    """One entry per kind and subject; adding it again moves it.

    At the same instant the kinds go by the alphabet: invoices, then schedules, subscriptions.

    While an entry is carried out, the time is its own, however late that happens: a month that
    is skipped in one step leaves the same traces as one that is waited for.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._actions: dict[str, Callable[[str], None]] = {}
        self._present: int | None = None
        account.agenda.on(_TICK, lambda _: self._tick())

    def on(self, kind: str, action: Callable[[str], None]) -> None:
        """Carry out `action(subject)` whenever an entry of this kind comes due."""
        self._actions[kind] = action

    def now(self, clock_id: str | None) -> int:
        """Seconds since the epoch on a test clock, or on the clock of all others."""
        if self._present is not None:
            return self._present
        if clock_id is None:
            return self._account.now()
        return int(self._account.store.get(CLOCK_KIND, clock_id)["frozen_time"])

    def add(self, kind: str, subject: str, at: int, clock_id: str | None) -> None:
        entry = {"clock": clock_id, "kind": kind, "subject": subject, "at": at}
        self._account.store.put(_KIND, f"{kind} {subject}", entry)
        if clock_id is None:
            self._wake()

    def drop(self, kind: str, subject: str) -> None:
        self._account.store.delete(_KIND, f"{kind} {subject}")

    def due_at(self, kind: str, subject: str) -> int | None:
        entry = self._account.store.find(_KIND, f"{kind} {subject}")
        return None if entry is None else int(entry["at"])

    def run(self, clock_id: str | None, until: int) -> Iterator[int]:
        """Carry out what is due, oldest first; yields the instant before each entry."""
        while (entry := self._next(clock_id)) is not None and entry["at"] <= until:
            yield entry["at"]
            self.drop(entry["kind"], entry["subject"])
            with self._at(entry["at"]):
                self._actions[entry["kind"]](entry["subject"])

    def forget(self, clock_id: str) -> None:
        """Drop all that a test clock would have brought."""
        for key, entry in self._account.store.items(_KIND):
            if entry["clock"] == clock_id:
                self._account.store.delete(_KIND, key)

    @contextmanager
    def _at(self, instant: int) -> Iterator[None]:
        before, self._present = self._present, instant
        try:
            yield
        finally:
            self._present = before

    def _tick(self) -> None:
        for _ in self.run(None, self._account.now()):
            pass
        self._wake()

    def _wake(self) -> None:
        entry = self._next(None)
        if entry is not None:
            at = datetime.fromtimestamp(entry["at"], UTC)
            self._account.agenda.add(_TICK, "all", at)

    def _next(self, clock_id: str | None) -> JsonObject | None:
        entries = [one for _, one in self._account.store.items(_KIND) if one["clock"] == clock_id]
        return min(entries, key=lambda one: (one["at"], one["kind"]), default=None)
