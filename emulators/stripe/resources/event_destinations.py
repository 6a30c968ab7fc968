"""/v2/core/event_destinations: where events go, thin or as snapshots."""

from __future__ import annotations

from functools import partial

from emulators.stripe.account import API_VERSION, Account
from emulators.stripe.delivery import thin
from emulators.stripe.delivery.deliveries import Deliveries
from emulators.stripe.delivery.destinations import DESTINATION
from emulators.stripe.delivery.event_types import SNAPSHOT, THIN, EventType
from emulators.stripe.resources.webhook_endpoints import ensure_room
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.pages_v2 import PAGE_V2, page
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Text, Url

_PATH = "/v2/core/event_destinations"
_URL, _SECRET = "webhook_endpoint.url", "webhook_endpoint.signing_secret"
_TYPES = {"snapshot": EventType(SNAPSHOT), "thin": EventType(THIN)}
_INCLUDE: dict[str, Kind] = {"include": Each(Text(choices=(_URL,)))}
_BOTH: dict[str, Kind] = {
    "description": Text(clearable=True),
    "enabled_events": Each(Text(), length_max=500),
    "metadata": Metadata(),
    "name": Text(),
    "webhook_endpoint": Fields({"url": Url()}, required=("url",)),
}
_CREATE = Fields(
    {
        **_BOTH,
        "event_payload": Text(choices=("snapshot", "thin")),
        "events_from": Each(Text(choices=("@self",))),
        "include": Each(Text(choices=(_URL, _SECRET))),
        "snapshot_api_version": Text(),
        "type": Text(choices=("webhook_endpoint",)),
        **not_simulated("amazon_eventbridge", "azure_event_grid"),
    },
    required=("enabled_events", "event_payload", "name", "type", "webhook_endpoint"),
)


class EventDestinations:
    def __init__(self, account: Account, deliveries: Deliveries) -> None:
        self._account = account
        self._deliveries = deliveries
        one = f"{_PATH}/{{id}}"
        turn = self._turn
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, Fields({**PAGE_V2, **_INCLUDE})),
            Endpoint("GET", one, self._retrieve, Fields(_INCLUDE)),
            Endpoint("POST", one, self._update, Fields({**_BOTH, **_INCLUDE})),
            Endpoint("DELETE", one, self._delete),
            Endpoint("POST", f"{one}/disable", partial(turn, is_on=False), Fields(_INCLUDE)),
            Endpoint("POST", f"{one}/enable", partial(turn, is_on=True), Fields(_INCLUDE)),
            Endpoint("POST", f"{one}/ping", self._ping),
        )

    def _create(self, call: Call) -> JsonObject:
        params = call.params
        payload = params["event_payload"]
        _check_events(params, payload)
        version = _version(params, payload)
        ensure_room(self._account)
        now = thin.instant(self._account.clock.now())
        made: JsonObject = {
            "id": self._account.ids.new("ed_test"),
            "object": DESTINATION,
            "amazon_eventbridge": None,
            "azure_event_grid": None,
            "created": now,
            "description": params.get("description") or "",
            "enabled_events": params["enabled_events"],
            "event_payload": payload,
            "events_from": params.get("events_from") or ["@self"],
            "livemode": False,
            "metadata": merged({}, params),
            "name": params["name"],
            "snapshot_api_version": version,
            "status": "enabled",
            "status_details": None,
            "type": "webhook_endpoint",
            "updated": now,
            "webhook_endpoint": {"signing_secret": None, "url": params["webhook_endpoint"]["url"]},
        }
        secret = self._account.ids.new("whsec")
        self._deliveries.destinations.secrets.put(made["id"], secret)
        return _shown(self._account.store.save(made), params, secret)

    def _retrieve(self, call: Call) -> JsonObject:
        return _shown(self._found(call.id), call.params)

    def _list(self, call: Call) -> JsonObject:
        rows = [_shown(row, call.params) for row in self._account.store.newest_first(DESTINATION)]
        filters = [("include[]", name) for name in call.params.get("include", [])]
        return page(rows, call.params, _PATH, filters)

    def _update(self, call: Call) -> JsonObject:
        before = self._found(call.id)
        _check_events(call.params, before["event_payload"])
        changes = {name: value for name, value in call.params.items() if name != "include"}
        changes["metadata"] = merged(before["metadata"], call.params)
        changes["description"] = call.params.get("description", before["description"]) or ""
        if "webhook_endpoint" in changes:
            changes["webhook_endpoint"] = {"signing_secret": None, **changes["webhook_endpoint"]}
        return _shown(self._save(before, changes), call.params)

    def _turn(self, call: Call, *, is_on: bool) -> JsonObject:
        details = None if is_on else {"disabled": {"reason": "user"}}
        changes = {"status": "enabled" if is_on else "disabled", "status_details": details}
        return _shown(self._save(self._found(call.id), changes), call.params)

    def _ping(self, call: Call) -> JsonObject:
        now = self._account.clock.now()
        event = thin.ping(self._account.ids.new("evt_test"), self._found(call.id), now)
        self._account.store.save(event)
        self._deliveries.announce_to(event, call.id)
        return event

    def _delete(self, call: Call) -> JsonObject:
        self._found(call.id)
        self._account.store.delete(DESTINATION, call.id)
        self._deliveries.destinations.secrets.forget(call.id)
        return {"id": call.id, "object": DESTINATION, "deleted": True}

    def _found(self, destination_id: str) -> JsonObject:
        found = self._account.store.find(DESTINATION, destination_id)
        if found is None:
            raise errors.not_found_v2("event_destination", destination_id)
        return found

    def _save(self, before: JsonObject, changes: JsonObject) -> JsonObject:
        updated = thin.instant(self._account.clock.now())
        return self._account.store.save({**before, **changes, "updated": updated})


def _check_events(params: JsonObject, payload: str) -> None:
    if "enabled_events" not in params:
        return
    if not params["enabled_events"]:
        raise errors.missing("enabled_events")
    for place, name in enumerate(params["enabled_events"]):
        _TYPES[payload].read(name, f"enabled_events[{place}]")


def _version(params: JsonObject, payload: str) -> str | None:
    version: str | None = params.get("snapshot_api_version")
    if payload == "thin":
        if version is not None:
            message = "snapshot_api_version cannot be given for thin events."
            raise errors.invalid(message, "snapshot_api_version")
        return None
    if version not in {None, API_VERSION}:
        raise errors.not_simulated(f"`snapshot_api_version={version}`", "snapshot_api_version")
    return API_VERSION


def _shown(kept: JsonObject, params: JsonObject, secret: str | None = None) -> JsonObject:
    """The address and the secret only where the request includes them."""
    included = params.get("include", [])
    shown = {
        "signing_secret": secret if _SECRET in included else None,
        "url": kept["webhook_endpoint"]["url"] if _URL in included else None,
    }
    return {**kept, "webhook_endpoint": shown}
