"""`follow`: everything that has to do with an id, and what it was at each moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from emulators.console.api.desk import Desk
from emulators.console.following.journey import follow
from emulators.console.following.story import Entry
from emulators.console.readings import firestore, pubsub, stripe, tasks
from emulators.console.watching.change import Change
from emulators.console.watching.chronicle import Chronicle
from emulators.console.watching.log_files import LogLine
from emulators.firestore.wire import parse_document


class Journeys:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/follow/{id:.+}", self._follow)
        yield web.get("/entries/{number:[0-9]+}", self._entry)

    async def _follow(self, request: web.Request) -> web.Response:
        await self._desk.story.catch_up()
        wanted = request.match_info["id"].strip()
        return web.json_response(follow(self._desk.story, wanted).as_json())

    async def _entry(self, request: web.Request) -> web.Response:
        """What stood there before and after."""
        number = int(request.match_info["number"])
        for entry in self._desk.story.all():
            if entry.number == number:
                return web.json_response(entry.as_json() | _detail(entry, self._desk.chronicle))
        raise LookupError(f"entry {number} is forgotten")


def _detail(entry: Entry, chronicle: Chronicle) -> dict[str, Any]:
    if isinstance(entry.source, LogLine):
        return {"after": entry.source.fields or entry.source.message}
    change = chronicle.find(entry.source)
    if change is None:
        return {}
    return {"before": _value(change, change.before), "after": _value(change, change.value)}


def _value(change: Change, value: bytes | None) -> Any:
    if value is None:
        return None
    match change.shelf:
        case "firestore":
            return firestore.fields(parse_document(value))
        case "tasks":
            return tasks.task_json(tasks.parse(value))
        case "stripe":
            return stripe.parse(value)
        case "pubsub":
            owed = pubsub.owed(change.key, value)
            return pubsub.message(owed.unacked) if owed else None
    # A mail's source follows in other lines: the inbox shows it better.
    kind, shown = pubsub.readable(value.partition(b"\n")[0])
    return shown if kind == "json" else None
