"""`/_twin/billing`: what only Stripe's Dashboard can set."""

from __future__ import annotations

import json
from collections.abc import Iterator

from aiohttp import web

from emulators.stripe.billing import retries
from emulators.stripe.store import JsonObject
from emulators.stripe.wiring import Twin

_ENDS = {"cancel", "past_due", "unpaid"}


def routes(twin: Twin) -> Iterator[web.RouteDef]:
    async def settings(request: web.Request) -> web.Response:
        given = await _read(request)
        return web.json_response(retries.change(twin.account, given))

    yield web.post("/_twin/billing", settings)


async def _read(request: web.Request) -> JsonObject:
    """`after_retries`: what a subscription becomes; `retry_days`: the pauses between attempts."""
    try:
        given = await request.json()
    except json.JSONDecodeError:
        raise web.HTTPBadRequest(text="the body is not JSON") from None
    if not isinstance(given, dict) or set(given) - {"after_retries", "retry_days"}:
        raise web.HTTPBadRequest(text="an object with after_retries and retry_days")
    if given.get("after_retries", "cancel") not in _ENDS:
        raise web.HTTPBadRequest(text=f"after_retries: one of {', '.join(sorted(_ENDS))}")
    days = given.get("retry_days", [])
    if not isinstance(days, list) or any(type(day) is not int or day < 1 for day in days):
        raise web.HTTPBadRequest(text="retry_days: whole days of 1 or more")
    return given
