"""/v1/webhook_endpoints: where events go."""

from __future__ import annotations

from datetime import timedelta

from emulators.stripe.account import API_VERSION, Account
from emulators.stripe.delivery.deliveries import Deliveries
from emulators.stripe.delivery.destinations import DESTINATION
from emulators.stripe.delivery.event_types import SNAPSHOT, EventType
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import PAGE, page
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Each, Fields, Kind
from emulators.stripe.wire.values import Flag, Text, Url

ENDPOINTS_MAX = 16
"""Per account and mode."""
_PATH = "/v1/webhook_endpoints"
_BOTH: dict[str, Kind] = {
    "description": Text(clearable=True),
    "enabled_events": Each(EventType(SNAPSHOT), length_max=500),
    "metadata": Metadata(),
    "url": Url(),
}
_CREATE = Fields(
    {**_BOTH, "api_version": Text(), "connect": Flag()},
    required=("enabled_events", "url"),
)
_UPDATE = Fields({**_BOTH, "disabled": Flag()})


def create(account: Account, deliveries: Deliveries, params: JsonObject, secret: str) -> JsonObject:
    """Save an endpoint. Its secret is kept apart: it is shown once, at creation."""
    endpoint = account.store.save(
        {
            "id": account.ids.new("we"),
            "object": "webhook_endpoint",
            "api_version": params.get("api_version"),
            "application": None,
            "created": account.now(),
            "description": params.get("description"),
            "enabled_events": list(params["enabled_events"]),
            "livemode": False,
            "metadata": merged({}, params),
            "status": "enabled",
            "url": params["url"],
        }
    )
    deliveries.destinations.secrets.put(endpoint["id"], secret)
    return endpoint


def ensure_room(account: Account) -> None:
    """Endpoints and event destinations count together."""
    kinds = ("webhook_endpoint", DESTINATION)
    if sum(len(account.store.items(kind)) for kind in kinds) >= ENDPOINTS_MAX:
        raise errors.invalid(f"You have reached the maximum of {ENDPOINTS_MAX} endpoints.")


class WebhookEndpoints:
    def __init__(self, account: Account, deliveries: Deliveries) -> None:
        self._account = account
        self._deliveries = deliveries
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, Fields(PAGE)),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("DELETE", one, self._delete),
        )

    def _create(self, call: Call) -> JsonObject:
        if call.params.get("api_version", API_VERSION) != API_VERSION:
            raise errors.not_simulated(f"`api_version={call.params['api_version']}`", "api_version")
        if call.params.get("connect"):
            raise errors.not_simulated("`connect`: this account has no others", "connect")
        _some_events(call.params)
        ensure_room(self._account)
        secret = self._account.ids.new("whsec")
        made = create(self._account, self._deliveries, call.params, secret)
        return {**made, "secret": secret}

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "webhook_endpoint", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "webhook_endpoint", call.id)
        _some_events(call.params)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        if "disabled" in changes:
            changes["status"] = "disabled" if changes.pop("disabled") else "enabled"
        return self._account.store.save({**before, **changes})

    def _delete(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "webhook_endpoint", call.id)
        self._account.store.delete("webhook_endpoint", call.id)
        self._deliveries.destinations.secrets.forget(call.id)
        return {"id": call.id, "object": "webhook_endpoint", "deleted": True}

    def _list(self, call: Call) -> JsonObject:
        return page(self._account.store.newest_first("webhook_endpoint"), call.params, _PATH)


def roll_secret(
    account: Account, deliveries: Deliveries, destination_id: str, overlap: timedelta
) -> str:
    """A new signing secret, as the Dashboard makes it; the old one signs too for a while."""
    secret = account.ids.new("whsec")
    deliveries.destinations.secrets.roll(destination_id, secret, overlap)
    return secret


def _some_events(params: JsonObject) -> None:
    if params.get("enabled_events") == []:
        raise errors.missing("enabled_events")
