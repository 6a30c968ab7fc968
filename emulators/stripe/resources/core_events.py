"""/v2/core/events: thin events, for thirty days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import ge, gt, le, lt

from emulators.stripe.account import Account
from emulators.stripe.delivery import thin
from emulators.stripe.retention import EVENTS_KEPT
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.pages_v2 import PAGE_V2, page
from emulators.stripe.wire.params import Each, Fields
from emulators.stripe.wire.values import Raw, Text

_PATH = "/v2/core/events"
_BOUNDS = {"gt": gt, "gte": ge, "lt": lt, "lte": le}


@dataclass(frozen=True, slots=True)
class Instant:
    """An RFC 3339 time, as API v2 gives and takes them."""

    def read(self, raw: Raw, at: str) -> datetime:
        value = Text().read(raw, at) or ""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise errors.invalid(f"Invalid timestamp: {value}", at, "invalid_timestamp")
        return moment


_LIST = Fields(
    {
        **PAGE_V2,
        "created": Fields(dict.fromkeys(_BOUNDS, Instant())),
        "object_id": Text(),
        "types": Each(Text(), length_max=20),
    }
)


class CoreEvents:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
        )

    def _retrieve(self, call: Call) -> JsonObject:
        found = self._account.store.find(thin.KIND, call.id)
        if found is None or not self._is_kept(found):
            raise errors.not_found_v2("event", call.id)
        return found

    def _list(self, call: Call) -> JsonObject:
        events = self._account.store.each_newest_first(thin.KIND)
        rows = (event for event in events if self._is_kept(event) and _fits(event, call.params))
        return page(rows, call.params, _PATH, _filters(call.params))

    def _is_kept(self, event: JsonObject) -> bool:
        return datetime.fromisoformat(event["created"]) >= self._account.clock.now() - EVENTS_KEPT


def _fits(event: JsonObject, params: JsonObject) -> bool:
    about = event.get("related_object", {}).get("id")
    created = datetime.fromisoformat(event["created"])
    bounds = params.get("created", {})
    return (
        event["type"] in params.get("types", [event["type"]])
        and params.get("object_id", about) == about
        and all(_BOUNDS[name](created, moment) for name, moment in bounds.items())
    )


def _filters(params: JsonObject) -> list[tuple[str, str]]:
    given = [("types[]", name) for name in params.get("types", [])]
    given += [("object_id", params["object_id"])] if "object_id" in params else []
    bounds = params.get("created", {})
    return given + [(f"created[{name}]", thin.instant(at)) for name, at in bounds.items()]
