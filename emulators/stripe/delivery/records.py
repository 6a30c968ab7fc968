"""How far each event has come with each endpoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from emulators.stripe.store import JsonObject, Store

_KIND = "delivery"
_FRESH: JsonObject = {"status": "pending", "attempts": 0, "answer": None}


class Records:
    """Per event and endpoint: pending, succeeded or failed; failed attempts; the last answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, event_id: str, endpoint_ids: Iterable[str]) -> None:
        self._store.put(_KIND, event_id, dict.fromkeys(endpoint_ids, _FRESH))

    def state(self, event_id: str, endpoint_id: str) -> JsonObject:
        """Of an endpoint that the event was never meant for: failed."""
        known: JsonObject | None = self.all(event_id).get(endpoint_id)
        return known or {**_FRESH, "status": "failed"}

    def change(self, event_id: str, endpoint_id: str, changes: JsonObject) -> None:
        state = {**self.state(event_id, endpoint_id), **changes}
        self._store.put(_KIND, event_id, {**self.all(event_id), endpoint_id: state})

    def statuses(self, event_id: str) -> list[str]:
        return [state["status"] for state in self.all(event_id).values()]

    def pending(self) -> Iterator[tuple[str, str]]:
        for event_id, states in self._store.items(_KIND):
            for endpoint_id, state in states.items():
                if state["status"] == "pending":
                    yield event_id, endpoint_id

    def counts(self) -> dict[str, int]:
        events = self._store.items(_KIND)
        statuses = [status for event_id, _ in events for status in self.statuses(event_id)]
        return {name: statuses.count(name) for name in ("pending", "succeeded", "failed")}

    def all(self, event_id: str) -> JsonObject:
        """Endpoint -> its state."""
        return self._store.find(_KIND, event_id) or {}
