"""`/_twin/deliveries`: what was sent where and how it was taken, with a button to send it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from aiohttp import web

from emulators.stripe.page.html import html, see_other
from emulators.stripe.page.view import TEMPLATES
from emulators.stripe.retention import DELIVERIES_KEPT
from emulators.stripe.store import JsonObject
from emulators.stripe.wiring import Twin

SHOWN_MAX = 100
_PATH = "/_twin/deliveries"


def routes(twin: Twin) -> Iterator[web.RouteDef]:
    page = DeliveriesPage(twin)
    yield web.get(_PATH, page.show)
    yield web.post(f"{_PATH}/{{event}}/{{destination}}", page.resend)


class DeliveriesPage:
    def __init__(self, twin: Twin) -> None:
        self._clock = twin.account.clock
        self._events = twin.account.events
        self._deliveries = twin.deliveries

    async def show(self, request: web.Request) -> web.Response:
        del request
        rows = [self._row(event) for event in islice(self._events.kept(), SHOWN_MAX)]
        template = TEMPLATES.get_template("deliveries.html")
        return html(template.render(page="deliveries", rows=rows))

    async def resend(self, request: web.Request) -> web.Response:
        event = self._events.find(request.match_info["event"])
        destination = self._deliveries.destinations.find(request.match_info["destination"])
        if event is None or destination is None:
            raise web.HTTPNotFound(text="no such event or destination")
        self._deliveries.resend(event["id"], destination.id)
        return see_other(_PATH)

    def _row(self, event: JsonObject) -> JsonObject:
        at = datetime.fromtimestamp(event["created"], UTC)
        return {
            "id": event["id"],
            "type": event["type"],
            "at": at,
            "is_old": self._clock.now() - at > DELIVERIES_KEPT,
            "deliveries": self._deliveries.told(event["id"]),
        }
