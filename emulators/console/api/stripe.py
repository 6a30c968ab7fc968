"""`stripe`: the twin's objects, its events, and who has been told of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from aiohttp import web

from emulators.console.api.desk import Desk
from emulators.console.api.paging import Page
from emulators.console.readings import stripe
from emulators.console.readings.happening import iso
from emulators.control.problems import Problem
from emulators.supervisor.ports import local_url

_AMOUNTS = ("amount", "amount_total", "unit_amount", "amount_received")


class Stripe:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/stripe/kinds", self._kinds)
        yield web.get("/stripe/objects/{id}", self._object)
        yield web.get("/stripe/kinds/{kind}", self._objects)
        yield web.get("/stripe/events", self._events)
        yield web.get("/stripe/events/{id}", self._event)
        yield web.post("/stripe/events/{id}/resend/{endpoint}", self._resend)

    async def _kinds(self, _: web.Request) -> web.Response:
        kinds = stripe.kinds(self._desk.chronicle.present("stripe"))
        rows = [{"kind": kind, "objects": count} for kind, count in kinds.items()]
        return web.json_response({"rows": rows, "total": len(rows)})

    async def _objects(self, request: web.Request) -> web.Response:
        page = Page.asked_for(request)
        found = stripe.objects(self._desk.chronicle.present("stripe"), request.match_info["kind"])
        return page.of([one for one in found if page.has_words(str(one))], _shown)

    async def _object(self, request: web.Request) -> web.Response:
        found = stripe.find(self._desk.chronicle.present("stripe"), request.match_info["id"])
        if found is None:
            raise LookupError(f"there is no object {request.match_info['id']}")
        return web.json_response(_shown(found))

    async def _events(self, request: web.Request) -> web.Response:
        page = Page.asked_for(request)
        found = stripe.objects(self._desk.chronicle.present("stripe"), "event")
        return page.of([one for one in found if page.has_words(str(one))], self._told)

    async def _event(self, request: web.Request) -> web.Response:
        present, event_id = self._desk.chronicle.present("stripe"), request.match_info["id"]
        value = present.get(f"event/{event_id}")
        if value is None:
            raise LookupError(f"there is no event {event_id}")
        return web.json_response(self._told(stripe.parse(value)))

    async def _resend(self, request: web.Request) -> web.Response:
        event_id, endpoint = request.match_info["id"], request.match_info["endpoint"]
        twin = local_url(self._desk.ports.stripe)
        async with self._desk.http.post(
            f"{twin}/_twin/deliveries/{event_id}/{endpoint}", allow_redirects=False
        ) as response:
            if response.status != HTTPStatus.SEE_OTHER:
                raise Problem(HTTPStatus.BAD_GATEWAY, f"the twin says: {await response.text()}")
        return web.json_response({})

    def _told(self, event: dict[str, Any]) -> dict[str, Any]:
        present = self._desk.chronicle.present("stripe")
        subject = event["data"]["object"]
        return {
            "id": event["id"],
            "type": event["type"],
            "created_at": _instant(event["created"]),
            "about": subject.get("id", ""),
            "deliveries": stripe.deliveries(present, event["id"]),
            "event": event,
        }


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    amount = next((found[name] for name in _AMOUNTS if isinstance(found.get(name), int)), None)
    return {
        "id": found.get("id", ""),
        "kind": found["object"],
        "status": found.get("status"),
        "amount": amount,
        "currency": found.get("currency"),
        "created_at": _instant(found.get("created")),
        "object": found,
    }


def _instant(seconds: Any) -> str | None:
    return iso(datetime.fromtimestamp(seconds, UTC)) if isinstance(seconds, int) else None
