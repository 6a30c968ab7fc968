"""`overview`: how much there is of everything, for the navigation and the first page."""

from __future__ import annotations

from collections.abc import Iterator

from aiohttp import web

from emulators.console.api.desk import Desk
from emulators.console.readings import firestore, pubsub, storage, stripe, tasks
from emulators.console.watching.chronicle import Chronicle
from emulators.control.clock_routes import shown


class Overview:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/overview", self._show)

    async def _show(self, _: web.Request) -> web.Response:
        cloud, logs = self._desk.cloud, self._desk.logs
        alarms = sum(line.is_alarm for lines in logs.lines.values() for line in lines)
        return web.json_response(
            {
                "counts": _counts(self._desk.chronicle),
                "alarms": alarms,
                "programs": len(logs.programs()),
                "schedules": len(self._desk.topology.schedules),
                "faults": len(cloud.faults.all()),
                "snapshots": len(cloud.archive.snapshots()),
                "services": {name: one.is_running for name, one in cloud.services.items()},
                "clock": shown(cloud.clock),
                "project": self._desk.topology.project,
            }
        )


def _counts(chronicle: Chronicle) -> dict[str, int]:
    sub, queue = chronicle.present("pubsub"), chronicle.present("tasks")
    twin, kept = chronicle.present("stripe"), chronicle.present("storage")
    return {
        "topics": len(pubsub.topics(sub)),
        "backlog": sum(key.startswith("unacked/") for key in sub),
        "queues": len(tasks.queues(queue)),
        "tasks": sum(key.startswith("task:") for key in queue),
        "documents": sum(map(firestore.is_document, chronicle.present("firestore"))),
        "dead_letters": _dead_letters(chronicle),
        "objects": sum(key.startswith("object/") for key in kept),
        "buckets": len(storage.buckets(kept)),
        "mails": sum(key.startswith("message/") for key in chronicle.present("ses")),
        "stripe": sum(stripe.kinds(twin).values()),
        "events": sum(key.startswith("event/") for key in twin),
    }


def _dead_letters(chronicle: Chronicle) -> int:
    """What is owed to the subscriptions of topics that take dead letters, and what was kept."""
    present = chronicle.present("pubsub")
    known = pubsub.subscriptions(present)
    graves = {one.dead_letter_policy.dead_letter_topic for one in known.values()} - {""}
    names = {name for name, one in known.items() if one.topic in graves}
    owed = sum(pubsub.subscription_of(key) in names for key in present)
    documents = chronicle.present("firestore")
    return owed + sum(
        firestore.is_document(key)
        and firestore.is_for_dead_letters(firestore.path_of(key).rpartition("/")[0])
        for key in documents
    )
