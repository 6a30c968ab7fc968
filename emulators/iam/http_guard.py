"""The same check for what is served over HTTP: Cloud Storage, and Pub/Sub's publish call."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from http import HTTPStatus

from aiohttp import web

from emulators.iam.guard import Caller
from emulators.iam.permissions import Denied

log = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_PUBLISH = re.compile(r"/v1/(projects/[^/]+/topics/[^/:]+):publish")
_OBJECTS = re.compile(r"/(?:(?:upload|download)/)?storage/v1/b/([^/]+)/o(/.+)?")


def guarding(
    callers: Mapping[int, Caller],
) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
    """A middleware: whoever comes through a port of `callers` may do what its roles say.

    Other ports are open, as they are to the people of this machine.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        caller = callers.get(_port(request))
        if caller is not None:
            for permission, resource in _needs(request):
                try:
                    caller.permissions.require(caller.account, permission, resource)
                except Denied as denied:
                    log.error("%s %s: %s", request.method, request.path, denied)  # noqa: TRY400
                    return _forbidden(str(denied))
        return await handler(request)

    return guard


def _port(request: web.Request) -> int:
    address = request.get_extra_info("sockname")
    return int(address[1]) if address else 0


def _needs(request: web.Request) -> Iterator[tuple[str, str]]:
    topic = _PUBLISH.fullmatch(request.path)
    objects = _OBJECTS.fullmatch(request.path)
    if topic:
        yield "pubsub.topics.publish", topic[1]
    elif objects:
        yield _object_permission(request.method, named=bool(objects[2])), f"buckets/{objects[1]}"
    else:
        yield "storage.buckets.get", f"buckets/{request.path}"


def _object_permission(method: str, *, named: bool) -> str:
    if method in {"GET", "HEAD"}:
        return "storage.objects.get" if named else "storage.objects.list"
    return {"POST": "storage.objects.create", "PUT": "storage.objects.create"}.get(
        method, f"storage.objects.{'delete' if method == 'DELETE' else 'update'}"
    )


def _forbidden(message: str) -> web.Response:
    status = HTTPStatus.FORBIDDEN
    error = {"code": status, "message": message, "status": "PERMISSION_DENIED"}
    return web.json_response({"error": error}, status=status)
