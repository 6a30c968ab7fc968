"""The same check for what is served over HTTP: Cloud Storage, and Pub/Sub's publish call."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Middleware

from emulators.iam.guard import Caller
from emulators.iam.http_calls import Need, http_needs
from emulators.iam.permissions import Denied
from emulators.loopback import LOOPBACK

log = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_SIGNATURES = ("X-Goog-Signature", "Signature")


class HttpDoors:
    """Ports of an HTTP service, each for one caller. Its other ports stay open, for people."""

    def __init__(self, runner: web.AppRunner, callers: Mapping[int, Caller]) -> None:
        """Construct it before the runner is set up: its application is guarded from now on."""
        self._runner = runner
        self._callers = callers
        runner.app.middlewares.insert(0, guarding(callers))

    async def open(self) -> None:
        """Listen until the runner is cleaned up."""
        for port in self._callers:
            await web.TCPSite(self._runner, LOOPBACK, port).start()


def guarding(callers: Mapping[int, Caller]) -> Middleware:
    """A middleware: whoever comes through a port of `callers` may do what its roles say."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        caller = callers.get(_port(request))
        if caller is None:
            return await handler(request)
        for permission, resource in _needs(request):
            try:
                caller.permissions.require(caller.account, permission, resource)
            except Denied as denied:
                log.error("%s %s: %s", request.method, request.path, denied)  # noqa: TRY400 - no trace: nothing broke
                return _forbidden(str(denied))
        return await handler(request)

    return guard


def _port(request: web.Request) -> int:
    address = request.get_extra_info("sockname")
    return int(address[1]) if address else 0


def _needs(request: web.Request) -> Iterable[Need]:
    if any(name in request.query for name in _SIGNATURES):
        return ()  # whoever signed it answers for it: the service looks at the signature
    return http_needs(request.method, request.rel_url.raw_path)


def _forbidden(message: str) -> web.Response:
    status = HTTPStatus.FORBIDDEN
    error = {"code": status, "message": message, "status": "PERMISSION_DENIED"}
    return web.json_response({"error": error}, status=status)
