"""Signing secrets: one per destination, two while one of them is being replaced."""

from __future__ import annotations

from datetime import datetime, timedelta

from emulators.clock.clock import Clock
from emulators.stripe.store import Store

OVERLAP_MAX = timedelta(hours=24)
_KIND = "webhook_secret"


class Secrets:
    def __init__(self, clock: Clock, store: Store) -> None:
        self._clock = clock
        self._store = store

    def put(self, destination_id: str, secret: str) -> None:
        """Use only this one from now on."""
        self._store.put(_KIND, destination_id, {"secret": secret})

    def roll(self, destination_id: str, secret: str, overlap: timedelta) -> None:
        """Sign with `secret`, and for so long with the old one too."""
        old = self._store.get(_KIND, destination_id)["secret"]
        until = (self._clock.now() + min(overlap, OVERLAP_MAX)).isoformat()
        kept = {"secret": secret, "old": {"secret": old, "until": until}}
        self._store.put(_KIND, destination_id, kept)

    def forget(self, destination_id: str) -> None:
        self._store.delete(_KIND, destination_id)

    def valid(self, destination_id: str) -> tuple[str, ...]:
        """Newest first."""
        kept = self._store.get(_KIND, destination_id)
        old = kept.get("old")
        if old is None or datetime.fromisoformat(old["until"]) <= self._clock.now():
            return (kept["secret"],)
        return (kept["secret"], old["secret"])
