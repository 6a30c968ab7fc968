"""Faults on HTTP calls: one middleware in front of any service."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from emulators.cloud.surroundings import SURROUNDINGS, Surroundings
from emulators.control.faults.codes import http_status
from emulators.control.faults.fault import On
from emulators.control.faults.trouble import Lost, Refusal, Trouble

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_OWN = ("/_twin/", "/_outbox/")  # what a service shows of itself meets no fault


@web.middleware
async def within_reach(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let faults meet the call, and let no answer leave before what it tells of is kept."""
    surroundings = SURROUNDINGS.get()
    if surroundings is None:
        return await handler(request)
    try:
        if surroundings.faults.calls and not request.path.startswith(_OWN):
            return await _met(request, handler, surroundings)
        return await handler(request)
    finally:
        surroundings.archive.commit()


async def _met(
    request: web.Request, handler: Handler, surroundings: Surroundings
) -> web.StreamResponse:
    faults = surroundings.faults
    trouble = faults.meet(On.CALLS, surroundings.service, request.method, [request.path])
    if trouble.wait:
        await faults.clock.wait_until(faults.clock.now() + trouble.wait)
    if trouble.refusal is not None:
        return refused(surroundings.service, trouble.refusal)
    if trouble.lost is Lost.BEFORE:
        return lost(request)
    response = await handler(request)
    if _is_cut(trouble):
        surroundings.archive.commit()
        return lost(request)
    return response


def _is_cut(trouble: Trouble) -> bool:
    return trouble.lost is Lost.AFTER or trouble.messages_max is not None


def lost(request: web.Request) -> web.Response:
    """End the connection. The response is for nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)


def refused(service: str, refusal: Refusal) -> web.Response:
    """The refusal in the form in which this service gives its own."""
    status = http_status(refusal.code)
    content: dict[str, Any] = {"message": refusal.message}
    headers = {}
    if service == "ses":
        headers = {"x-amzn-ErrorType": "InternalServiceErrorException"}
    elif service == "stripe":
        content = {"error": {**content, "type": "api_error"}}
    else:
        content = {"error": {**content, "code": status, "errors": []}}
    return web.Response(
        status=status,
        text=json.dumps(content),
        content_type="application/json",
        headers=headers,
    )
