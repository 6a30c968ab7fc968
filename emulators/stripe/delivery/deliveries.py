"""Every event to every endpoint that wants it: at least once, in no order, until a 2xx."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta

from emulators.stripe.agenda import Agenda
from emulators.stripe.delivery import thin
from emulators.stripe.delivery.courier import Answer, Courier
from emulators.stripe.delivery.destinations import Destinations
from emulators.stripe.delivery.records import Records
from emulators.stripe.delivery.schedule import RetrySchedule
from emulators.stripe.ids import Ids
from emulators.stripe.store import JsonObject, Store

_ATTEMPT = "delivery.attempt"
_MAIN = "main"
_BY_HAND = "resend"


@dataclass(frozen=True, slots=True)
class Switches:
    """How unkind delivery is, beyond what Stripe is on a good day."""

    duplicates: int = 0
    """So many extra copies of every event to every endpoint."""
    shuffle_ms: int = 0
    """Every copy waits a random time up to this."""


class Deliveries:
    def __init__(
        self, *, store: Store, ids: Ids, agenda: Agenda, courier: Courier, schedule: RetrySchedule
    ) -> None:
        self.switches = Switches()
        self.attempt_count = 0
        self.records = Records(store)
        self.destinations = Destinations(agenda.clock, store)
        self.schedule = schedule
        self._store = store
        self._ids = ids
        self._agenda = agenda
        self._courier = courier
        self._running: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, asyncio.Event] = {}
        agenda.on(_ATTEMPT, self._start)

    def open(self) -> None:
        """Take up what was under way when the last run ended."""
        self._courier.open()
        for event_id, endpoint_id in self.records.pending():
            if not self._agenda.has(_ATTEMPT, f"{event_id} {endpoint_id} {_MAIN}"):
                self._plan(event_id, endpoint_id, _MAIN, timedelta())

    async def close(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._courier.close()

    def announce(self, event: JsonObject) -> None:
        """Begin to deliver a new event."""
        self._begin(event["id"], self.destinations.wanting(event))

    def announce_to(self, event: JsonObject, destination_id: str) -> None:
        """The same for one destination, whatever it listens for."""
        self._begin(event["id"], [destination_id])

    def resend(self, event_id: str, endpoint_id: str) -> None:
        """Send once more, by hand. That neither stops nor moves the automatic retries."""
        self._plan(event_id, endpoint_id, _BY_HAND, self._shuffle())

    def shown(self, event: JsonObject) -> JsonObject:
        """The event as it is now: `pending_webhooks` falls as endpoints answer."""
        pending = self.records.statuses(event["id"]).count("pending")
        return {**event, "pending_webhooks": pending}

    async def received(self, event_id: str, within: timedelta) -> None:
        """Return once no endpoint is left to answer 2xx, or after `within`."""
        if "pending" not in self.records.statuses(event_id):
            return
        done = self._waiting.setdefault(event_id, asyncio.Event())
        cancel = self._agenda.clock.call_after(within, done.set)
        try:
            await done.wait()
        finally:
            cancel()
            self._waiting.pop(event_id, None)

    def told(self, event_id: str) -> list[JsonObject]:
        """How far the event has come with each destination that there still is."""
        rows = []
        for destination_id, state in self.records.all(event_id).items():
            destination = self.destinations.find(destination_id)
            if destination is not None:
                due_at = self._agenda.due_at(_ATTEMPT, f"{event_id} {destination_id} {_MAIN}")
                row = {"destination": destination_id, "url": destination.url, "next_at": due_at}
                rows.append({**state, **row})
        return rows

    def find(self, event_id: str) -> JsonObject | None:
        """A snapshot or a thin event."""
        return self._store.find("event", event_id) or self._store.find(thin.KIND, event_id)

    def _begin(self, event_id: str, destination_ids: list[str]) -> None:
        if destination_ids:
            self.records.begin(event_id, destination_ids)
        for destination_id in destination_ids:
            for copy in [_MAIN, *map(str, range(self.switches.duplicates))]:
                self._plan(event_id, destination_id, copy, self._shuffle())

    def _shuffle(self) -> timedelta:
        return timedelta(milliseconds=self._ids.between(0, self.switches.shuffle_ms))

    def _plan(self, event_id: str, endpoint_id: str, copy: str, pause: timedelta) -> None:
        subject = f"{event_id} {endpoint_id} {copy}"
        self._agenda.add(_ATTEMPT, subject, self._agenda.clock.now() + pause)

    def _start(self, subject: str) -> None:
        event_id, endpoint_id, copy = subject.split(" ")
        task = asyncio.get_running_loop().create_task(self._attempt(event_id, endpoint_id, copy))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _attempt(self, event_id: str, endpoint_id: str, copy: str) -> None:
        destination = self.destinations.find(endpoint_id)
        event = self.find(event_id)
        if event is None:  # so old that it is forgotten
            return
        if destination is None or not destination.is_enabled:
            self._change(event_id, endpoint_id, {"status": "failed", "answer": "endpoint is off"})
            return
        body = json.dumps(self._sent(event), indent=2, ensure_ascii=False).encode()
        secrets = self.destinations.secrets.valid(endpoint_id)
        self.attempt_count += 1
        answer = await self._courier.carry(body, destination.url, secrets)
        if answer.is_received:
            self.destinations.answered(endpoint_id)
            self._change(event_id, endpoint_id, {"status": "succeeded", "answer": str(answer)})
            return
        self.destinations.failed(endpoint_id)
        if copy == _MAIN:
            self._try_later(event_id, endpoint_id, answer)

    def _sent(self, event: JsonObject) -> JsonObject:
        return thin.notification(event) if event["object"] == thin.KIND else self.shown(event)

    def _try_later(self, event_id: str, endpoint_id: str, answer: Answer) -> None:
        state = self.records.state(event_id, endpoint_id)
        if state["status"] == "succeeded":  # by a copy, or by hand
            return
        attempts = state["attempts"] + 1
        pause = self.schedule.pause(attempts)
        status = "failed" if pause is None else "pending"
        changes = {"status": status, "attempts": attempts, "answer": str(answer)}
        self._change(event_id, endpoint_id, changes)
        if pause is not None:
            self._plan(event_id, endpoint_id, _MAIN, pause)

    def _change(self, event_id: str, endpoint_id: str, changes: JsonObject) -> None:
        self.records.change(event_id, endpoint_id, changes)
        if "pending" not in self.records.statuses(event_id) and event_id in self._waiting:
            self._waiting[event_id].set()
