"""/v1/subscription_schedules."""

from __future__ import annotations

from emulators.stripe.billing.invoices.shape import SELF
from emulators.stripe.billing.schedules.phases import phases
from emulators.stripe.billing.schedules.schedules import Schedules
from emulators.stripe.billing.subscriptions import items, schedule
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.resources import lookup, schedule_params
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import page, where, within
from emulators.stripe.wire.metadata import merged
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Flag

_PATH = "/v1/subscription_schedules"
_SETTINGS: JsonObject = {
    "application_fee_percent": None,
    "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
    "billing_cycle_anchor": "automatic",
    "billing_thresholds": None,
    "collection_method": "charge_automatically",
    "default_payment_method": None,
    "description": None,
    "invoice_settings": {
        "account_tax_ids": None,
        "custom_fields": None,
        "days_until_due": None,
        "description": None,
        "footer": None,
        "issuer": SELF,
    },
    "on_behalf_of": None,
    "transfer_data": None,
}


class SubscriptionSchedules:
    def __init__(self, parts: Parts, schedules: Schedules) -> None:
        self._parts = parts
        self._account = parts.account
        self._schedules = schedules
        one = f"{_PATH}/{{id}}"
        cancel = Fields({"invoice_now": Flag(), "prorate": Flag()})
        release = Fields({"preserve_cancel_date": Flag()})
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, schedule_params.CREATE),
            Endpoint("GET", _PATH, self._list, schedule_params.LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, schedule_params.UPDATE),
            Endpoint("POST", f"{one}/cancel", self._cancel, cancel),
            Endpoint("POST", f"{one}/release", self._release, release),
        )

    def _create(self, call: Call) -> JsonObject:
        params = call.params
        if "from_subscription" in params:
            return self._take_over(params)
        if "customer" not in params:
            raise errors.missing("customer")
        customer = lookup.in_param(self._account, "customer", params["customer"], "customer")
        now = self._parts.timeline.now(customer.get("test_clock"))
        start = params.get("start_date", "now")
        begins = now if start == "now" else start
        found = phases(self._account, params.get("phases", []), begins)
        return self._schedules.begin(self._shape(params, customer, found, now))

    def _take_over(self, params: JsonObject) -> JsonObject:
        """A schedule for a subscription that runs: its first phase is how it is now."""
        for name in ("customer", "phases", "start_date"):
            if name in params:
                raise errors.exclusive("from_subscription", name)
        key = params["from_subscription"]
        subscription = lookup.in_param(self._account, "subscription", key, "from_subscription")
        if subscription["schedule"]:
            message = "You cannot migrate a subscription that is already attached to a schedule."
            raise errors.invalid(message, "from_subscription")
        customer = self._account.store.get("customer", subscription["customer"])
        begins, ends = schedule.period(subscription)
        sold = [
            {"price": row["price"]["id"], "quantity": row["quantity"]}
            for row in items.of(subscription)
        ]
        found = phases(self._account, [{"items": sold, "end_date": ends}], begins)
        now = self._parts.now(subscription)
        made = {
            **self._shape(params, customer, found, now),
            "current_phase": {"end_date": ends, "start_date": begins},
            "status": "active",
            "subscription": subscription["id"],
        }
        self._parts.save(subscription, {"schedule": made["id"]})
        return self._schedules.begin(made)

    def _shape(
        self, params: JsonObject, customer: JsonObject, found: list[JsonObject], now: int
    ) -> JsonObject:
        return {
            "id": self._account.ids.new("sub_sched"),
            "object": "subscription_schedule",
            "application": None,
            "billing_mode": {
                "flexible": {"proration_discounts": "included"},
                "type": "flexible",
                "updated_at": None,
            },
            "canceled_at": None,
            "completed_at": None,
            "created": now,
            "current_phase": None,
            "customer": customer["id"],
            "customer_account": None,
            "default_settings": {**_SETTINGS, **params.get("default_settings", {})},
            "end_behavior": params.get("end_behavior", "release"),
            "livemode": False,
            "metadata": merged({}, params),
            "pause_schedules": [],
            "phases": found,
            "released_at": None,
            "released_subscription": None,
            "status": "not_started",
            "subscription": None,
            "test_clock": customer.get("test_clock"),
        }

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "subscription_schedule", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._running(call)
        params = call.params
        changes: JsonObject = {"metadata": merged(before["metadata"], params)}
        if "end_behavior" in params:
            changes["end_behavior"] = params["end_behavior"]
        if "default_settings" in params:
            changes["default_settings"] = {
                **before["default_settings"],
                **params["default_settings"],
            }
        if "phases" not in params:
            return self._schedules.change(before, changes)
        changes |= self._phases(before, params["phases"])
        after = self._schedules.change(before, changes)
        self._schedules.apply(after, params.get("proration_behavior", "create_prorations"))
        return after

    def _phases(self, before: JsonObject, given: list[JsonObject]) -> JsonObject:
        """A running phase keeps its start."""
        now = self._parts.timeline.now(before["test_clock"])
        current = before["current_phase"]
        begins = given[0].get("start_date") if given else None
        if begins == "now":
            begins = now
        if begins is None:
            begins = current["start_date"] if current else before["phases"][0]["start_date"]
        found = phases(self._account, given, begins)
        if current is None:
            return {"phases": found}
        running = [one for one in found if one["start_date"] <= now < one["end_date"]]
        if not running:
            message = "The current phase must be among the phases."
            raise errors.invalid(message, "phases")
        span = {name: running[0][name] for name in ("end_date", "start_date")}
        return {"phases": found, "current_phase": span}

    def _cancel(self, call: Call) -> JsonObject:
        return self._schedules.cancel(
            self._running(call),
            prorates=call.params.get("prorate", True),
            invoices_now=call.params.get("invoice_now", True),
        )

    def _release(self, call: Call) -> JsonObject:
        if call.params.get("preserve_cancel_date"):
            raise errors.not_simulated("`preserve_cancel_date`", "preserve_cancel_date")
        return self._schedules.release(self._running(call))

    def _running(self, call: Call) -> JsonObject:
        found = self._retrieve(call)
        if found["status"] not in {"active", "not_started"}:
            message = (
                "You cannot do that with a subscription schedule that is currently in the"
                f" `{found['status']}` status."
            )
            raise errors.invalid(message)
        return found

    def _list(self, call: Call) -> JsonObject:
        params = call.params
        rows = where(self._account.store.newest_first("subscription_schedule"), params, "customer")
        instants = [
            name for name in ("canceled_at", "completed_at", "released_at") if name in params
        ]
        found = [
            row
            for row in rows
            if all(row[name] and within(row[name], params[name]) for name in instants)
            and params.get("scheduled") in {None, row["status"] == "not_started"}
        ]
        return page(found, params, _PATH)
