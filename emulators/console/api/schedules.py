"""`schedules`: the jobs, when they run next, and running one now."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from aiohttp import web
from google.protobuf.json_format import MessageToDict

from emulators.console.api.desk import Desk
from emulators.console.readings.happening import iso, last
from emulators.control.problems import Problem
from emulators.scheduler.held_job import HeldJob


class Schedules:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/schedules", self._list)
        yield web.post("/schedules/{name}/{action:run|pause|resume}", self._act)

    async def _list(self, _: web.Request) -> web.Response:
        jobs = [runner.held for runner in self._registry()]
        rows = [_shown(held) for held in sorted(jobs, key=lambda held: held.name)]
        return web.json_response({"rows": rows, "total": len(rows)})

    async def _act(self, request: web.Request) -> web.Response:
        registry, wanted = self._registry(), request.match_info["name"]
        names = [runner.held.name for runner in registry]
        for name in names:
            if last(name) == wanted:
                getattr(registry, request.match_info["action"])(name)
                return web.json_response({})
        raise LookupError(f"there is no schedule {wanted}")

    def _registry(self) -> Any:
        """Of the scheduler as it runs now: it may be another one after a restart."""
        running = self._desk.cloud.services.get("scheduler")
        if running is None or not running.is_running:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "the scheduler is not running")
        server = running.server
        return getattr(server, "jobs", server).registry


def _shown(held: HeldJob) -> dict[str, Any]:
    job = MessageToDict(held.job, preserving_proto_field_name=True)
    return {
        "name": last(held.name),
        "next_at": iso(held.due_at),
        "schedule": held.job.schedule,
        "time_zone": held.job.time_zone,
        "state": job.get("state", ""),
        "last_attempt_at": job.get("last_attempt_time"),
        "last_code": held.job.status.code if held.job.HasField("status") else None,
        "uri": held.job.http_target.uri,
        "job": job,
    }
