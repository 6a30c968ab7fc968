"""`functions`: what runs, and what it has written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from emulators.console.api.desk import Desk
from emulators.console.api.paging import Page
from emulators.console.following.identifiers import identifiers
from emulators.console.readings.happening import iso
from emulators.console.watching.log_files import LogLine
from emulators.supervisor.ports import local_url


class Functions:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/functions", self._list)
        yield web.get("/functions/{name}/log", self._log)

    async def _list(self, _: web.Request) -> web.Response:
        await self._desk.story.catch_up()
        names = ["cloud", *(function.name for function in self._desk.topology.functions)]
        rows = [self._shown(name) for name in names]
        return web.json_response({"rows": rows, "total": len(rows)})

    async def _log(self, request: web.Request) -> web.Response:
        """Newest first; `alarms` for those only."""
        await self._desk.story.catch_up()
        page, alarms = Page.asked_for(request), "alarms" in request.query
        lines = self._desk.logs.lines.get(request.match_info["name"], ())
        found = [
            line
            for line in reversed(lines)
            if (line.is_alarm or not alarms) and page.has_words(line.text)
        ]
        return page.of(found, _line)

    def _shown(self, name: str) -> dict[str, Any]:
        lines = self._desk.logs.lines.get(name, ())
        port = self._desk.ports.functions.get(name)
        deployed = [one for one in self._desk.topology.functions if one.name == name]
        return {
            "name": name,
            "url": local_url(port) if port else "",
            "lines": len(lines),
            "alarms": sum(line.is_alarm for line in lines),
            "last": _line(lines[-1]) if lines else None,
            "function": deployed[0].model_dump(mode="json") if deployed else {},
        }


def _line(line: LogLine) -> dict[str, Any]:
    return {
        "at": iso(line.at),
        "severity": line.severity,
        "message": line.message,
        "fields": line.fields,
        "ids": identifiers(line.text),
        "is_alarm": line.is_alarm,
    }
