"""The life of a subscription schedule: from phase to phase, then let go or ended."""

from __future__ import annotations

from emulators.stripe.billing.calendar import DAY
from emulators.stripe.billing.schedules import phases
from emulators.stripe.billing.subscriptions import ending, items, starting, updating
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.store import JsonObject

STEP = "schedule.step"
EXPIRING = "schedule.expiring"
NOTICE = 7 * DAY
_KIND = "subscription_schedule"


class Schedules:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        parts.timeline.on(STEP, self._step)
        parts.timeline.on(EXPIRING, self._warn)

    def begin(self, schedule: JsonObject) -> JsonObject:
        """Save a new schedule, tell of it, and start it if it is time."""
        schedule = self._parts.account.store.save(schedule)
        self._parts.account.events.emit("subscription_schedule.created", schedule)
        if schedule["subscription"] is None and self._first(schedule) <= self._now(schedule):
            return self._start(schedule)
        self.plan(schedule)
        return schedule

    def plan(self, schedule: JsonObject) -> None:
        """Put the next step on the timeline: the start, or the end of the current phase."""
        timeline, key = self._parts.timeline, schedule["id"]
        for kind in (STEP, EXPIRING):
            timeline.drop(kind, key)
        if schedule["status"] not in {"active", "not_started"}:
            return
        clock = schedule["test_clock"]
        current = schedule["current_phase"]
        at = current["end_date"] if current else self._first(schedule)
        timeline.add(STEP, key, at, clock)
        last = schedule["phases"][-1]["end_date"]
        if self._now(schedule) < last - NOTICE:
            timeline.add(EXPIRING, key, last - NOTICE, clock)

    def change(self, before: JsonObject, changes: JsonObject) -> JsonObject:
        after = self._parts.account.store.save({**before, **changes})
        self._parts.account.events.emit("subscription_schedule.updated", after, before)
        self.plan(after)
        return after

    def apply(self, schedule: JsonObject, proration: str) -> None:
        """Bring the subscription to what the current phase says."""
        subscription = self._subscription(schedule)
        phase = self._phase_at(schedule, self._now(schedule))
        if subscription is None or phase is None:
            return
        self._enter(subscription, {**phase, "proration_behavior": proration})

    def release(self, before: JsonObject) -> JsonObject:
        """The subscription goes on as it is, without a schedule."""
        subscription = self._subscription(before)
        if subscription is not None:
            self._parts.save(subscription, {"schedule": None})
        changes = {
            "current_phase": None,
            "released_at": self._now(before),
            "released_subscription": before["subscription"],
            "status": "released",
            "subscription": None,
        }
        return self._end(before, changes, "released")

    def cancel(self, before: JsonObject, *, prorates: bool, invoices_now: bool) -> JsonObject:
        """The subscription ends with its schedule."""
        subscription = self._subscription(before)
        changes = {
            "canceled_at": self._now(before),
            "current_phase": None,
            "status": "canceled",
        }
        after = self._end(before, changes, "canceled")
        if subscription is not None:
            ending.cancel(
                self._parts,
                subscription,
                reason="cancellation_requested",
                prorates=prorates,
                invoices_now=invoices_now,
            )
        return after

    def _step(self, key: str) -> None:
        schedule = self._parts.account.store.find(_KIND, key)
        if schedule is None:
            return
        if schedule["status"] == "not_started":
            self._start(schedule)
            return
        if schedule["status"] != "active":
            return
        phase = self._phase_at(schedule, self._now(schedule))
        if phase is None:
            self._complete(schedule)
            return
        subscription = self._subscription(schedule)
        if subscription is not None:
            self._enter(subscription, phase)
        self.change(schedule, {"current_phase": _span(phase)})

    def _start(self, schedule: JsonObject) -> JsonObject:
        phase = schedule["phases"][0]
        defaults = {
            name: value
            for name, value in schedule["default_settings"].items()
            if name in {"collection_method", "default_payment_method", "description"} and value
        }
        params = {
            **defaults,
            **phases.asked_for(phase),
            "customer": schedule["customer"],
            "off_session": True,
        }
        subscription = starting.start(self._parts, params)
        self._parts.save(self._parts.current(subscription), {"schedule": schedule["id"]})
        return self.change(
            schedule,
            {
                "current_phase": _span(phase),
                "status": "active",
                "subscription": subscription["id"],
            },
        )

    def _enter(self, subscription: JsonObject, phase: JsonObject) -> None:
        """The items of a phase take the places of those before, in their order."""
        asked = phases.asked_for(phase)
        rows = items.of(subscription)
        kept = [{**one, "id": row["id"]} for one, row in zip(asked["items"], rows, strict=False)]
        added = asked["items"][len(rows) :]
        gone = [{"id": row["id"], "deleted": True} for row in rows[len(asked["items"]) :]]
        changes = {**asked, "items": [*kept, *added, *gone]}
        changes.pop("collection_method", None)
        updating.update(self._parts, subscription, changes)

    def _complete(self, schedule: JsonObject) -> None:
        done = {"completed_at": self._now(schedule), "current_phase": None, "status": "completed"}
        subscription = self._subscription(schedule)
        self._end(schedule, done, "completed")
        if subscription is None:
            return
        if schedule["end_behavior"] == "cancel":
            ending.cancel(self._parts, subscription, reason="cancellation_requested")
        else:
            self._parts.save(subscription, {"schedule": None})

    def _end(self, before: JsonObject, changes: JsonObject, told: str) -> JsonObject:
        after = self._parts.account.store.save({**before, **changes})
        self.plan(after)
        self._parts.account.events.emit(f"subscription_schedule.{told}", after)
        return after

    def _warn(self, key: str) -> None:
        schedule = self._parts.account.store.get(_KIND, key)
        self._parts.account.events.emit("subscription_schedule.expiring", schedule)

    def _subscription(self, schedule: JsonObject) -> JsonObject | None:
        found = self._parts.account.store.find("subscription", schedule["subscription"] or "")
        return None if found is None or found["status"] == "canceled" else found

    def _phase_at(self, schedule: JsonObject, now: int) -> JsonObject | None:
        for phase in schedule["phases"]:
            if phase["start_date"] <= now < phase["end_date"]:
                return dict(phase)
        return None

    def _first(self, schedule: JsonObject) -> int:
        return int(schedule["phases"][0]["start_date"])

    def _now(self, schedule: JsonObject) -> int:
        return self._parts.timeline.now(schedule["test_clock"])


def _span(phase: JsonObject) -> JsonObject:
    return {"end_date": phase["end_date"], "start_date": phase["start_date"]}
