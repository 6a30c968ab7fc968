"""/v1/events: what happened in the last thirty days, and sending it again."""

from __future__ import annotations

from fnmatch import fnmatchcase

from emulators.stripe.account import Account
from emulators.stripe.delivery.deliveries import Deliveries
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.params import Each, Fields
from emulators.stripe.wire.values import Flag, Text

_PATH = "/v1/events"
_LIST = Fields(
    {
        **CREATED_PAGE,
        "delivery_success": Flag(),
        "type": Text(),
        "types": Each(Text(), length_max=20),
    }
)
_RETRY = Fields({"for_stripecli": Flag(), "webhook_endpoint": Text()})


class Events:
    def __init__(self, account: Account, deliveries: Deliveries) -> None:
        self._account = account
        self._deliveries = deliveries
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
            Endpoint("POST", f"{_PATH}/{{id}}/retry", self._retry, _RETRY),
        )

    def _list(self, call: Call) -> JsonObject:
        if "type" in call.params and "types" in call.params:
            raise errors.exclusive("type", "types")
        patterns = call.params.get("types") or [call.params.get("type", "*")]
        success = call.params.get("delivery_success")
        rows = (
            event
            for event in where(self._account.events.kept(), call.params)
            if any(fnmatchcase(event["type"], pattern) for pattern in patterns)
            and (success is None or self._account.events.is_delivered(event) == success)
        )
        return page(rows, call.params, _PATH)

    def _retrieve(self, call: Call) -> JsonObject:
        event = self._account.events.find(call.id)
        if event is None:
            raise errors.no_such("event", call.id, "id", 404)
        return event

    def _retry(self, call: Call) -> JsonObject:
        event = self._retrieve(call)
        for destination_id in self._addressees(call.params.get("webhook_endpoint"), event):
            self._deliveries.resend(event["id"], destination_id)
        return event

    def _addressees(self, chosen: str | None, event: JsonObject) -> list[str]:
        """The endpoint named, or every one that wants such events."""
        if chosen is None:
            return self._deliveries.destinations.wanting(event)
        if self._deliveries.destinations.find(chosen) is None:
            raise errors.no_such("webhook_endpoint", chosen, "webhook_endpoint", 400)
        return [chosen]
