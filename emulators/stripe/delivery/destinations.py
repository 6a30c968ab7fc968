"""Where events go: webhook endpoints of API v1 and event destinations of API v2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from emulators.clock.clock import Clock
from emulators.stripe.delivery import event_types, thin
from emulators.stripe.delivery.secrets import Secrets
from emulators.stripe.store import JsonObject, Store

ENDPOINT = "webhook_endpoint"
DESTINATION = "v2.core.event_destination"
DISABLED_AFTER = timedelta(days=7)
"""Stripe disables what has not answered for "multiple days" and does not say how many."""
_HEALTH = "destination_health"


@dataclass(frozen=True, slots=True)
class Destination:
    id: str
    url: str
    enabled_events: tuple[str, ...]
    payload: Literal["snapshot", "thin"]
    is_enabled: bool

    def wants(self, event_type: str) -> bool:
        wanted = self.enabled_events
        return self.is_enabled and (event_types.ALL in wanted or event_type in wanted)


class Destinations:
    def __init__(self, clock: Clock, store: Store) -> None:
        self.secrets = Secrets(clock, store)
        self._clock = clock
        self._store = store

    def find(self, destination_id: str) -> Destination | None:
        for kind in (ENDPOINT, DESTINATION):
            found = self._store.find(kind, destination_id)
            if found is not None:
                return _read(found)
        return None

    def all(self) -> list[Destination]:
        kept = [*self._store.newest_first(ENDPOINT), *self._store.newest_first(DESTINATION)]
        return [_read(one) for one in kept]

    def wanting(self, event: JsonObject) -> list[str]:
        """The ids of the enabled destinations that listen for such events."""
        payload = "thin" if event["object"] == thin.KIND else "snapshot"
        return [one.id for one in self.all() if one.payload == payload and one.wants(event["type"])]

    def answered(self, destination_id: str) -> None:
        self._store.delete(_HEALTH, destination_id)

    def failed(self, destination_id: str) -> None:
        """Note that an attempt failed; after days of nothing else, turn the destination off."""
        now = self._clock.now()
        kept = self._store.find(_HEALTH, destination_id)
        if kept is None:
            self._store.put(_HEALTH, destination_id, {"failing_since": now.isoformat()})
        elif now - datetime.fromisoformat(kept["failing_since"]) >= DISABLED_AFTER:
            self._store.delete(_HEALTH, destination_id)
            self._disable(destination_id)

    def _disable(self, destination_id: str) -> None:
        endpoint = self._store.find(ENDPOINT, destination_id)
        if endpoint is not None:
            self._store.save({**endpoint, "status": "disabled"})
        destination = self._store.find(DESTINATION, destination_id)
        if destination is not None:
            changes = {"status": "disabled", "updated": thin.instant(self._clock.now())}
            self._store.save({**destination, **changes})


def _read(kept: JsonObject) -> Destination:
    is_v2 = kept["object"] == DESTINATION
    return Destination(
        id=kept["id"],
        url=kept["webhook_endpoint"]["url"] if is_v2 else kept["url"],
        enabled_events=tuple(kept["enabled_events"]),
        payload="thin" if is_v2 and kept["event_payload"] == "thin" else "snapshot",
        is_enabled=kept["status"] == "enabled",
    )
