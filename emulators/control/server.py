"""The control API: one address for the clock, the faults, the snapshots and the services."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web

from emulators.control.clock_routes import ClockRoutes
from emulators.control.controlled import Controlled
from emulators.control.fault_routes import FaultRoutes
from emulators.control.problems import Handler, Problem, as_problems
from emulators.control.service_routes import ServiceRoutes
from emulators.control.snapshot_routes import SnapshotRoutes
from emulators.loopback import LOOPBACK, listen

_HOSTS = {LOOPBACK, "localhost"}
_STOPPED_WITHIN_SECONDS = 0.5


class ControlServer:
    def __init__(self, cloud: Controlled) -> None:
        application = web.Application(middlewares=[as_problems, _only_from_here])
        for part in (
            ServiceRoutes(cloud),
            ClockRoutes(cloud),
            FaultRoutes(cloud),
            SnapshotRoutes(cloud),
        ):
            application.add_routes(part.routes())
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=_STOPPED_WITHIN_SECONDS
        )

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the port."""
        return await listen(self._runner, port)

    async def stop(self) -> None:
        await self._runner.cleanup()


@web.middleware
async def _only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn away what a page of somebody else's may have made a browser send."""
    if (request.url.host or "") not in _HOSTS or "Origin" in request.headers:
        raise Problem(HTTPStatus.FORBIDDEN, "this is not for other origins")
    return await handler(request)
