"""`/v1/state` and `/v1/services`: what runs here and how much it holds."""

from __future__ import annotations

import time
from collections.abc import Iterator

from aiohttp import web

from emulators.control.clock_routes import shown
from emulators.control.controlled import Controlled


class ServiceRoutes:
    def __init__(self, cloud: Controlled) -> None:
        self._cloud = cloud

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/v1/state", self._state)
        yield web.post("/v1/services/{name}/restart", self._restart)

    async def _state(self, _: web.Request) -> web.Response:
        cloud = self._cloud
        records = cloud.archive.counts()
        services = {
            name: {"is_running": one.is_running, "records": records.get(name, 0)}
            for name, one in cloud.services.items()
        }
        return web.json_response(
            {
                "clock": shown(cloud.clock),
                "services": services,
                "faults": len(cloud.faults.all()),
                "snapshots": [snapshot.name for snapshot in cloud.archive.snapshots()],
            }
        )

    async def _restart(self, request: web.Request) -> web.Response:
        name, since = request.match_info["name"], time.monotonic()
        await self._cloud.restart(name)
        seconds = round(time.monotonic() - since, 3)
        return web.json_response({"name": name, "restarted_in_seconds": seconds})
