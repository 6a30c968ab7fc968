"""Every event to every endpoint that wants it: at least once, in no order, until a 2xx."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta

from emulators.stripe.agenda import Agenda
from emulators.stripe.delivery.courier import Answer, Courier
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
        self._store = store
        self._ids = ids
        self._agenda = agenda
        self._courier = courier
        self._schedule = schedule
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
        wanting = [endpoint["id"] for endpoint in self.wanting(event["type"])]
        self.records.begin(event["id"], wanting)
        for endpoint_id in wanting:
            for copy in [_MAIN, *map(str, range(self.switches.duplicates))]:
                self._plan(event["id"], endpoint_id, copy, self._shuffle())

    def wanting(self, event_type: str) -> list[JsonObject]:
        """The enabled endpoints that listen for such events."""
        endpoints = self._store.newest_first("webhook_endpoint")
        return [endpoint for endpoint in endpoints if _wants(endpoint, event_type)]

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
        endpoint = self._store.find("webhook_endpoint", endpoint_id)
        if endpoint is None or endpoint["status"] != "enabled":
            self._change(event_id, endpoint_id, {"status": "failed", "answer": "endpoint is off"})
            return
        event = self.shown(self._store.get("event", event_id))
        body = json.dumps(event, indent=2, ensure_ascii=False).encode()
        secret = self._store.get("webhook_secret", endpoint_id)["secret"]
        self.attempt_count += 1
        answer = await self._courier.carry(body, endpoint["url"], secret)
        if answer.is_received:
            self._change(event_id, endpoint_id, {"status": "succeeded", "answer": str(answer)})
        elif copy == _MAIN:
            self._try_later(event_id, endpoint_id, answer)

    def _try_later(self, event_id: str, endpoint_id: str, answer: Answer) -> None:
        state = self.records.state(event_id, endpoint_id)
        if state["status"] == "succeeded":  # by a copy, or by hand
            return
        attempts = state["attempts"] + 1
        pause = self._schedule.pause(attempts)
        status = "failed" if pause is None else "pending"
        changes = {"status": status, "attempts": attempts, "answer": str(answer)}
        self._change(event_id, endpoint_id, changes)
        if pause is not None:
            self._plan(event_id, endpoint_id, _MAIN, pause)

    def _change(self, event_id: str, endpoint_id: str, changes: JsonObject) -> None:
        self.records.change(event_id, endpoint_id, changes)
        if "pending" not in self.records.statuses(event_id) and event_id in self._waiting:
            self._waiting[event_id].set()


def _wants(endpoint: JsonObject, event_type: str) -> bool:
    wanted = endpoint["enabled_events"]
    return endpoint["status"] == "enabled" and ("*" in wanted or event_type in wanted)
