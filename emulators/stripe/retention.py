"""What the account forgets by itself, as Stripe does: old events, their deliveries, used keys."""

from __future__ import annotations

from collections.abc import Callable
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
        too_old: dict[str, Callable[[str, JsonObject], bool]] = {
            "delivery": lambda key, states: self._is_done(key, states, now),
            "event": lambda _, event: event["created"] < (now - EVENTS_KEPT).timestamp(),
            "idempotency": lambda _, kept: kept["kept_until"] <= now.timestamp(),
            "v2.core.event": lambda _, event: _instant(event) < now - EVENTS_KEPT,
        }
        for kind, is_too_old in too_old.items():
            for key, value in self._store.items(kind):
                if is_too_old(key, value):
                    self._store.delete(kind, key)

    def _is_done(self, event_id: str, states: JsonObject, now: datetime) -> bool:
        """Received by all, or of an event that is about to be forgotten."""
        event = self._store.find("event", event_id) or self._store.find("v2.core.event", event_id)
        if event is None:
            return True
        age = now - _instant(event)
        is_received = all(state["status"] == "succeeded" for state in states.values())
        return age > (DELIVERIES_KEPT if is_received else EVENTS_KEPT)


def _instant(event: JsonObject) -> datetime:
    """API v1 counts seconds, API v2 writes RFC 3339."""
    created = event["created"]
    if isinstance(created, str):
        return datetime.fromisoformat(created)
    return datetime.fromtimestamp(created, UTC)
