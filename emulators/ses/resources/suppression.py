"""The account's suppression list: addresses that bounced or complained, and get nothing more.

https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from emulators.clock.clock import Clock
from emulators.ses.content import content, text
from emulators.ses.refused import bad_request, not_found
from emulators.ses.resources.paging import page
from emulators.shelf import Shelf

REASONS = ("BOUNCE", "COMPLAINT")
_COLLECTION = "/v2/email/suppression/addresses"
_PREFIX = "suppressed/"


@dataclass(frozen=True, slots=True)
class Suppressed:
    address: str
    reason: str
    updated_at: datetime
    message_id: str | None = None

    def to_bytes(self) -> bytes:
        updated_at = self.updated_at.isoformat()
        return json.dumps([self.address, self.reason, updated_at, self.message_id]).encode()

    def as_json(self) -> dict[str, Any]:
        return {
            "EmailAddress": self.address,
            "Reason": self.reason,
            "LastUpdateTime": self.updated_at.timestamp(),
        }


class SuppressionList:
    """On the shelf. Addresses are compared without regard to case, as SES does."""

    def __init__(self, clock: Clock, shelf: Shelf) -> None:
        self._clock = clock
        self._shelf = shelf
        self._held: dict[str, Suppressed] = {}
        for key, value in shelf.items(_PREFIX):
            address, reason, updated_at, message_id = json.loads(value)
            at = datetime.fromisoformat(updated_at)
            self._held[key] = Suppressed(address, reason, at, message_id)

    def reason_for(self, address: str) -> str | None:
        held = self._held.get(_key(address))
        return None if held is None else held.reason

    def add(self, address: str, reason: str, message_id: str | None = None) -> None:
        entry = Suppressed(address, reason, self._clock.now(), message_id)
        self._held[_key(address)] = entry
        self._shelf.put(_key(address), entry.to_bytes())

    def routes(self) -> list[web.RouteDef]:
        one = f"{_COLLECTION}/{{address}}"
        return [
            web.put(_COLLECTION, self._put),
            web.get(_COLLECTION, self._list),
            web.get(one, self._show),
            web.delete(one, self._delete),
        ]

    async def _put(self, request: web.Request) -> web.Response:
        wanted = await content(request)
        address, reason = text(wanted, "EmailAddress"), text(wanted, "Reason")
        if reason not in REASONS:
            raise bad_request(f"Reason is one of {', '.join(REASONS)}, not {reason!r}.")
        self.add(address, reason)
        return web.json_response({})

    async def _show(self, request: web.Request) -> web.Response:
        held = self._held[self._asked(request)]
        attributes = {} if held.message_id is None else {"MessageId": held.message_id}
        shown = {**held.as_json(), **({"Attributes": attributes} if attributes else {})}
        return web.json_response({"SuppressedDestination": shown})

    async def _list(self, request: web.Request) -> web.Response:
        reasons = request.query.getall("Reason", REASONS)
        found = [
            held.as_json()
            for held in sorted(self._held.values(), key=lambda one: one.updated_at, reverse=True)
            if held.reason in reasons and _is_between(held.updated_at, request.query)
        ]
        return web.json_response(page(found, request.query, "SuppressedDestinationSummaries"))

    async def _delete(self, request: web.Request) -> web.Response:
        key = self._asked(request)
        del self._held[key]
        self._shelf.delete(key)
        return web.json_response({})

    def _asked(self, request: web.Request) -> str:
        address = request.match_info["address"]
        key = _key(address)
        if key not in self._held:
            raise not_found(f"Email address {address} does not exist on your suppression list.")
        return key


def _is_between(instant: datetime, asked: Mapping[str, str]) -> bool:
    start, end = asked.get("StartDate"), asked.get("EndDate")
    return not (
        (start and instant < datetime.fromisoformat(start))
        or (end and instant > datetime.fromisoformat(end))
    )


def _key(address: str) -> str:
    return _PREFIX + address.lower()
