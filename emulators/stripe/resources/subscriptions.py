"""/v1/subscriptions."""

from __future__ import annotations

from emulators.stripe.billing.subscriptions import (
    ending,
    items,
    renewal,
    schedule,
    starting,
    updating,
)
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.resources import lookup, subscription_params
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import page, where, within
from emulators.stripe.wire.metadata import merged

_PATH = "/v1/subscriptions"
_ENDED = {"canceled", "incomplete_expired"}


class Subscriptions:
    def __init__(self, parts: Parts, renews: renewal.Renewal) -> None:
        self._parts = parts
        self._account = parts.account
        self._renewal = renews
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, subscription_params.CREATE),
            Endpoint("GET", _PATH, self._list, subscription_params.LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, subscription_params.UPDATE),
            Endpoint("DELETE", one, self._cancel, subscription_params.CANCEL),
            Endpoint("POST", f"{one}/resume", self._resume, subscription_params.RESUME),
            Endpoint("DELETE", f"{one}/discount", self._delete_discount),
        )

    def _create(self, call: Call) -> JsonObject:
        return starting.start(self._parts, {**call.params, "metadata": merged({}, call.params)})

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "subscription", call.id)

    def _update(self, call: Call) -> JsonObject:
        return updating.update(self._parts, self._retrieve(call), call.params)

    def _cancel(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "subscription", call.id)
        if before["status"] in _ENDED:
            raise errors.no_such("subscription", call.id, "id", 404)
        return ending.cancel(
            self._parts,
            before,
            reason="cancellation_requested",
            prorates=call.params.get("prorate", False),
            invoices_now=call.params.get("invoice_now", False),
            details=call.params.get("cancellation_details"),
        )

    def _resume(self, call: Call) -> JsonObject:
        """A paused subscription begins a new period, and is active once that is paid."""
        before = self._retrieve(call)
        if before["status"] != "paused":
            message = "Only subscriptions with a status of `paused` can be resumed."
            raise errors.invalid(message)
        running = self._account.store.save({**before, "status": "active", "status_details": None})
        anchor = call.params.get("billing_cycle_anchor", {"type": "now"})["type"]
        now = self._parts.now(before)
        after = self._renewal.roll(running, now=now if anchor == "now" else None)
        self._account.events.emit("customer.subscription.resumed", after)
        return after

    def _delete_discount(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        if not before["discounts"]:
            raise errors.invalid("No active discount for this subscription.")
        told = self._account.store.get("discount", before["discounts"][-1])
        self._parts.save(before, {"discounts": before["discounts"][:-1]})
        self._account.events.emit("customer.discount.deleted", told)
        return {**told, "deleted": True}

    def _list(self, call: Call) -> JsonObject:
        params = call.params
        rows = where(
            self._account.store.newest_first("subscription"),
            params,
            "collection_method",
            "customer",
            "test_clock",
        )
        found = [
            row
            for row in rows
            if _has_status(row, params.get("status"))
            and _sells(row, params.get("price", params.get("plan")))
            and within(schedule.period(row)[0], params.get("current_period_start"))
            and within(schedule.period(row)[1], params.get("current_period_end"))
        ]
        return page(found, params, _PATH)


class SubscriptionItems:
    """/v1/subscription_items: a subscription's items, one by one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        path = "/v1/subscription_items"
        one = f"{path}/{{id}}"
        self.endpoints = (
            Endpoint("POST", path, self._create, subscription_params.ITEM_CREATE),
            Endpoint("GET", path, self._list, subscription_params.ITEM_LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, subscription_params.ITEM_UPDATE),
            Endpoint("DELETE", one, self._delete, subscription_params.ITEM_DELETE),
        )

    def _create(self, call: Call) -> JsonObject:
        key = call.params["subscription"]
        before = lookup.in_param(self._parts.account, "subscription", key, "subscription")
        after = self._change(before, call.params)
        return items.of(after)[-1]

    def _retrieve(self, call: Call) -> JsonObject:
        return self._find(call.id)[1]

    def _update(self, call: Call) -> JsonObject:
        subscription, _ = self._find(call.id)
        self._change(subscription, {**call.params, "id": call.id})
        return self._find(call.id)[1]

    def _delete(self, call: Call) -> JsonObject:
        subscription, _ = self._find(call.id)
        self._change(subscription, {**call.params, "id": call.id, "deleted": True})
        return {"id": call.id, "object": "subscription_item", "deleted": True}

    def _list(self, call: Call) -> JsonObject:
        key = call.params["subscription"]
        subscription = lookup.in_param(self._parts.account, "subscription", key, "subscription")
        return page(items.of(subscription), call.params, "/v1/subscription_items")

    def _change(self, subscription: JsonObject, params: JsonObject) -> JsonObject:
        """What is about the item goes into it, the rest is about the subscription's invoice."""
        about = subscription_params.ITEM_CHANGES_NAMES
        item = {name: value for name, value in params.items() if name in about}
        others = {name: params[name] for name in params if name not in {*item, "subscription"}}
        return updating.update(self._parts, subscription, {**others, "items": [item]})

    def _find(self, key: str) -> tuple[JsonObject, JsonObject]:
        for subscription in self._parts.account.store.newest_first("subscription"):
            for row in items.of(subscription):
                if row["id"] == key:
                    return subscription, row
        raise errors.no_such("subscription_item", key, "item", 404)


def _has_status(row: JsonObject, wanted: str | None) -> bool:
    if wanted is None:
        return str(row["status"]) != "canceled"
    if wanted == "ended":
        return str(row["status"]) in _ENDED
    return wanted in {"all", row["status"]}


def _sells(row: JsonObject, price: str | None) -> bool:
    return price is None or any(item["price"]["id"] == price for item in items.of(row))
