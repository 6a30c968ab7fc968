"""What the account forgets by itself, as Stripe does: old events, their deliveries, used keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from emulators.clock.clock import Clock
from emulators.stripe.store import JsonObject, Store

EVENTS_KEPT = timedelta(days=30)
DELIVERIES_KEPT = timedelta(days=3)
"""For so long after its event, a delivery that succeeded is still shown."""
_EVERY = timedelta(hours=1)


class Retention:
    def __init__(self, clock: Clock, store: Store) -> None:
        self._clock = clock
        self._store = store
        self._next_at = clock.now()

    def sweep(self) -> None:
        """Delete what is too old, here and on the shelf. Cheap: it looks once an hour."""
        now = self._clock.now()
        if now < self._next_at:
            return
        self._next_at = now + _EVERY
        # A delivery is judged by its event, so that goes later.
        self._forget("delivery", self._done_deliveries(now))
        self._forget("event", self._old_events("event", now))
        self._forget("v2.core.event", self._old_events("v2.core.event", now))
        self._forget("idempotency", self._used_up_keys(now))

    def _forget(self, kind: str, keys: Iterable[str]) -> None:
        for key in list(keys):
            self._store.delete(kind, key)

    def _old_events(self, kind: str, now: datetime) -> Iterator[str]:
        """They stand in the order in which they happened, so a look at the first will mostly do."""
        for key, event in self._store.each(kind):
            if now - _instant(event) <= EVENTS_KEPT:
                return
            yield key

    def _done_deliveries(self, now: datetime) -> Iterator[str]:
        """Received by all, or of an event that is about to be forgotten; in the same order."""
        for event_id, states in self._store.each("delivery"):
            age = self._age(event_id, now)
            if age is not None and age <= DELIVERIES_KEPT:
                return
            is_received = all(state["status"] == "succeeded" for state in states.values())
            if age is None or is_received or age > EVENTS_KEPT:
                yield event_id

    def _used_up_keys(self, now: datetime) -> Iterator[str]:
        for key, kept in self._store.each("idempotency"):
            if kept["kept_until"] <= now.timestamp():
                yield key

    def _age(self, event_id: str, now: datetime) -> timedelta | None:
        """None for an event that is forgotten already."""
        event = self._store.find("event", event_id) or self._store.find("v2.core.event", event_id)
        return None if event is None else now - _instant(event)


def _instant(event: JsonObject) -> datetime:
    """API v1 counts seconds, API v2 writes RFC 3339."""
    created = event["created"]
    if isinstance(created, str):
        return datetime.fromisoformat(created)
    return datetime.fromtimestamp(created, UTC)
