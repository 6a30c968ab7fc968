"""What searches see: by default everything at once; on request as late as at Stripe."""

from __future__ import annotations

from datetime import datetime, timedelta

from emulators.clock.clock import Clock
from emulators.stripe.store import JsonObject, Store


class Index:
    """Stripe says that what is new or changed can be found within a minute."""

    def __init__(self, clock: Clock, store: Store) -> None:
        self._clock = clock
        self._store = store
        self._delay = timedelta()
        self._taken: dict[str, tuple[datetime, list[JsonObject]]] = {}

    def lag(self, delay: timedelta) -> None:
        """From now on, look at most so often at what there is. Zero: always."""
        self._delay = delay
        self._taken.clear()
        if delay:
            for kind in list(self._store.counts()):
                self.rows(kind)

    def rows(self, kind: str) -> list[JsonObject]:
        """Newest first, without what is deleted."""
        now = self._clock.now()
        if self._delay and kind not in self._taken:
            self._taken[kind] = (now, self._now(kind))
        if not self._delay:
            return self._now(kind)
        taken_at, rows = self._taken[kind]
        if now - taken_at >= self._delay:
            rows = self._now(kind)
            self._taken[kind] = (now, rows)
        return rows

    def _now(self, kind: str) -> list[JsonObject]:
        return [row for row in self._store.newest_first(kind) if not row.get("deleted")]
