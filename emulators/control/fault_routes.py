"""`/v1/faults`: what shall go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from aiohttp import web

from emulators.control.bodies import read_object
from emulators.control.controlled import Controlled
from emulators.control.faults.fault import FAULT
from emulators.control.faults.registry import Standing


class FaultRoutes:
    def __init__(self, cloud: Controlled) -> None:
        self._faults = cloud.faults

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/v1/faults", self._list)
        yield web.post("/v1/faults", self._add)
        yield web.delete("/v1/faults", self._clear)
        yield web.delete("/v1/faults/{id}", self._remove)

    async def _list(self, _: web.Request) -> web.Response:
        return web.json_response({"faults": [_shown(one) for one in self._faults.all()]})

    async def _add(self, request: web.Request) -> web.Response:
        standing = self._faults.add(FAULT.validate_python(await read_object(request)))
        return web.json_response(_shown(standing), status=HTTPStatus.CREATED)

    async def _clear(self, _: web.Request) -> web.Response:
        self._faults.clear()
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def _remove(self, request: web.Request) -> web.Response:
        self._faults.remove(request.match_info["id"])
        return web.Response(status=HTTPStatus.NO_CONTENT)


def _shown(standing: Standing) -> dict[str, Any]:
    return {"id": standing.id, "met": standing.met, **standing.fault.model_dump(mode="json")}
