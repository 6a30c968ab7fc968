"""`/_twin/deliveries`: what was sent where and how it was taken, with a button to send it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from emulators.stripe.delivery.deliveries import Deliveries
from emulators.stripe.delivery.events import EventLog
from emulators.stripe.page.html import html, see_other
from emulators.stripe.store import JsonObject

SHOWN_MAX = 100
_PATH = "/_twin/deliveries"
_HERE = Path(__file__).parent
_TEMPLATE = Environment(
    loader=FileSystemLoader(_HERE), undefined=StrictUndefined, autoescape=True
).get_template("deliveries.html")


def routes(events: EventLog, deliveries: Deliveries) -> Iterator[web.RouteDef]:
    async def show(request: web.Request) -> web.Response:
        del request
        newest = events.kept()[:SHOWN_MAX]
        return html(_TEMPLATE.render(rows=[_row(event, deliveries) for event in newest]))

    async def resend(request: web.Request) -> web.Response:
        event = events.find(request.match_info["event"])
        destination = deliveries.destinations.find(request.match_info["destination"])
        if event is None or destination is None:
            raise web.HTTPNotFound(text="no such event or destination")
        deliveries.resend(event["id"], destination.id)
        return see_other(_PATH)

    async def style(request: web.Request) -> web.FileResponse:
        del request
        return web.FileResponse(_HERE / "deliveries.css")

    yield web.get(_PATH, show)
    yield web.post(f"{_PATH}/{{event}}/{{destination}}", resend)
    yield web.get(f"{_PATH}.css", style)


def _row(event: JsonObject, deliveries: Deliveries) -> JsonObject:
    at = datetime.fromtimestamp(event["created"], UTC)
    return {
        "id": event["id"],
        "type": event["type"],
        "at": f"{at:%Y-%m-%d %H:%M:%S} UTC",
        "deliveries": deliveries.told(event["id"]),
    }
