"""`/v1/snapshots`: everything as it was, under a name."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from aiohttp import web

from emulators.archives.snapshot import NAME, Snapshot
from emulators.control.bodies import read_object
from emulators.control.controlled import Controlled
from emulators.control.problems import Problem


class SnapshotRoutes:
    def __init__(self, cloud: Controlled) -> None:
        self._cloud = cloud

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/v1/snapshots", self._list)
        yield web.post("/v1/snapshots", self._take)
        yield web.post("/v1/snapshots/{name}/restore", self._restore)
        yield web.delete("/v1/snapshots/{name}", self._drop)

    async def _list(self, _: web.Request) -> web.Response:
        taken = self._cloud.archive.snapshots()
        return web.json_response({"snapshots": [_shown(one) for one in taken]})

    async def _take(self, request: web.Request) -> web.Response:
        """The body: {"name": ...}."""
        name = (await read_object(request)).get("name")
        if not isinstance(name, str) or not NAME.fullmatch(name):
            detail = "/name: up to 63 lower-case letters, digits and hyphens"
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
        try:
            snapshot = self._cloud.archive.take(name, self._cloud.clock.timeline)
        except ValueError as error:
            raise Problem(HTTPStatus.CONFLICT, str(error)) from error
        return web.json_response(_shown(snapshot), status=HTTPStatus.CREATED)

    async def _restore(self, request: web.Request) -> web.Response:
        snapshot = await self._cloud.restore(_name(request))
        return web.json_response(_shown(snapshot))

    async def _drop(self, request: web.Request) -> web.Response:
        self._cloud.archive.drop(_name(request))
        return web.Response(status=HTTPStatus.NO_CONTENT)


def _name(request: web.Request) -> str:
    name = request.match_info["name"]
    if not NAME.fullmatch(name):  # it becomes the name of a file
        raise LookupError("there is no snapshot of that name")
    return name


def _shown(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "name": snapshot.name,
        "taken_at": snapshot.taken_at.isoformat(),
        "records": snapshot.counts,
    }
