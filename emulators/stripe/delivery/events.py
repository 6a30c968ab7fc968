"""The account's events: what happened, when, and whether the shop has been told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from emulators.clock.clock import Clock
from emulators.stripe.delivery import changes, event_types, thin
from emulators.stripe.delivery.deliveries import Deliveries
from emulators.stripe.ids import Ids
from emulators.stripe.retention import EVENTS_KEPT, Retention
from emulators.stripe.store import JsonObject, Store


@dataclass(frozen=True, slots=True)
class Origin:
    """The API request that caused an event; empty for what happens by itself."""

    id: str | None = None
    idempotency_key: str | None = None


class EventLog:
    def __init__(
        self, *, clock: Clock, store: Store, ids: Ids, deliveries: Deliveries, api_version: str
    ) -> None:
        self._clock = clock
        self._store = store
        self._retention = Retention(clock, store)
        self._ids = ids
        self._deliveries = deliveries
        self._api_version = api_version
        self._origin = Origin()

    @contextmanager
    def caused_by(self, origin: Origin) -> Iterator[None]:
        """Name the request behind all events of the block, which must not await."""
        self._origin = origin
        try:
            yield
        finally:
            self._origin = Origin()

    def emit(self, name: str, subject: JsonObject, before: JsonObject | None = None) -> JsonObject:
        """`before`: the object as it was, for `*.updated`, whose event names what changed."""
        self._retention.sweep()
        data: JsonObject = {"object": subject}
        if before is not None:
            data["previous_attributes"] = changes.previous(before, subject)
        event: JsonObject = {
            "id": self._ids.new("evt"),
            "object": "event",
            "api_version": self._api_version,
            "created": int(self._clock.now().timestamp()),
            "data": data,
            "livemode": False,
            "pending_webhooks": 0,
            "request": asdict(self._origin),
            "type": name,
        }
        self._store.save(event)
        self._deliveries.announce(event)
        self._emit_thin(event)
        return event

    def _emit_thin(self, snapshot: JsonObject) -> None:
        name = event_types.thin_type(snapshot["type"])
        if name is not None:
            event_id = self._ids.new("evt_test")
            event = thin.beside(snapshot, event_id, name, self._clock.now())
            self._deliveries.announce(self._store.save(event))

    def is_delivered(self, event: JsonObject) -> bool:
        statuses = self._deliveries.records.statuses(event["id"])
        return all(status == "succeeded" for status in statuses)

    def find(self, event_id: str) -> JsonObject | None:
        event = self._store.find("event", event_id)
        return self._deliveries.shown(event) if event and self._is_kept(event) else None

    def kept(self) -> Iterator[JsonObject]:
        """Newest first, as far back as Stripe shows them, read one by one."""
        events = filter(self._is_kept, self._store.each_newest_first("event"))
        return map(self._deliveries.shown, events)

    def _is_kept(self, event: JsonObject) -> bool:
        return bool(event["created"] >= (self._clock.now() - EVENTS_KEPT).timestamp())
