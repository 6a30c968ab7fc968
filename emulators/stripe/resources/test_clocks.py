"""/v1/test_helpers/test_clocks: time for some customers only, moved by hand."""

from __future__ import annotations

from datetime import timedelta

from emulators.stripe.account import Account
from emulators.stripe.billing.timeline import CLOCK_KIND, Timeline
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import PAGE, page
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text, Whole

KEPT = timedelta(days=30)
ADVANCE_MAX = timedelta(days=2 * 366)
"""Stripe: two intervals of the shortest subscription, or two years without one."""
_PATH = "/v1/test_helpers/test_clocks"
_ADVANCE = "test_clock.advance"
_CREATE = Fields({"frozen_time": Whole(0), "name": Text(300)}, required=("frozen_time",))


class TestClocks:
    __test__ = False

    def __init__(self, account: Account, timeline: Timeline) -> None:
        self._account = account
        self._timeline = timeline
        account.agenda.on(_ADVANCE, self._arrive)
        one = f"{_PATH}/{{id}}"
        target = Fields({"frozen_time": Whole(0)}, required=("frozen_time",))
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, Fields(PAGE)),
            Endpoint("GET", one, self._retrieve),
            Endpoint("DELETE", one, self._delete),
            Endpoint("POST", f"{one}/advance", self._advance, target),
        )

    def _create(self, call: Call) -> JsonObject:
        clock = self._account.store.save(
            {
                "id": self._account.ids.new("clock"),
                "object": CLOCK_KIND,
                "created": self._account.now(),
                "deletes_after": self._account.now() + int(KEPT.total_seconds()),
                "frozen_time": call.params["frozen_time"],
                "livemode": False,
                "name": call.params.get("name"),
                "status": "ready",
                "status_details": {},
            }
        )
        self._account.events.emit("test_helpers.test_clock.created", clock)
        return clock

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, CLOCK_KIND, call.id)

    def _advance(self, call: Call) -> JsonObject:
        clock = self._retrieve(call)
        target = call.params["frozen_time"]
        if clock["status"] != "ready":
            raise errors.invalid("The test clock is already advancing.", code="test_clock_busy")
        if target <= clock["frozen_time"]:
            message = "A test clock only moves forward: `frozen_time` must be later than its time."
            raise errors.invalid(message, "frozen_time")
        if target > clock["frozen_time"] + ADVANCE_MAX.total_seconds():
            message = "A test clock cannot be advanced by more than two years at once."
            raise errors.invalid(message, "frozen_time")
        details = {"advancing": {"target_frozen_time": target}}
        clock = self._account.store.save(
            {**clock, "status": "advancing", "status_details": details}
        )
        self._account.later(_ADVANCE, clock["id"], timedelta())
        self._account.events.emit("test_helpers.test_clock.advancing", clock)
        return clock

    def _arrive(self, clock_id: str) -> None:
        clock = self._account.store.find(CLOCK_KIND, clock_id)
        if clock is None:
            return
        target = clock["status_details"]["advancing"]["target_frozen_time"]
        for instant in self._timeline.run(clock_id, target):
            self._account.store.save({**clock, "frozen_time": instant})
        clock = self._account.store.save(
            {**clock, "frozen_time": target, "status": "ready", "status_details": {}}
        )
        self._account.events.emit("test_helpers.test_clock.ready", clock)

    def _delete(self, call: Call) -> JsonObject:
        """Its customers go with it, and all that they had goes quiet."""
        clock = self._retrieve(call)
        store = self._account.store
        for kind in ("subscription", "invoice", "invoiceitem", "subscription_schedule"):
            for row in store.newest_first(kind):
                if row.get("test_clock") == clock["id"]:
                    store.delete(kind, row["id"])
        for row in store.newest_first("customer"):
            if row.get("test_clock") == clock["id"]:
                store.save({"id": row["id"], "object": "customer", "deleted": True})
        self._timeline.forget(clock["id"])
        store.delete(CLOCK_KIND, clock["id"])
        self._account.events.emit("test_helpers.test_clock.deleted", clock)
        return {"id": clock["id"], "object": CLOCK_KIND, "deleted": True}

    def _list(self, call: Call) -> JsonObject:
        return page(self._account.store.newest_first(CLOCK_KIND), call.params, _PATH)
