"""`queues`: the tasks in them, with Cloud Tasks' own methods behind the buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import grpc
from aiohttp import web
from google.cloud.tasks_v2 import types
from google.protobuf.empty_pb2 import Empty

from emulators.console.api.desk import Desk
from emulators.console.api.paging import Page
from emulators.console.readings import tasks
from emulators.console.readings.happening import last
from emulators.control.problems import Problem
from emulators.loopback import LOOPBACK

_SERVICE = "/google.cloud.tasks.v2.CloudTasks/"
_Task, _Queue = types.Task.pb(), types.Queue.pb()
_METHODS: dict[str, tuple[str, Any, Any]] = {
    "run": ("RunTask", types.RunTaskRequest.pb(), _Task),
    "delete": ("DeleteTask", types.DeleteTaskRequest.pb(), Empty),
    "pause": ("PauseQueue", types.PauseQueueRequest.pb(), _Queue),
    "resume": ("ResumeQueue", types.ResumeQueueRequest.pb(), _Queue),
    "purge": ("PurgeQueue", types.PurgeQueueRequest.pb(), _Queue),
}


class Tasks:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/queues", self._queues)
        yield web.get("/queues/{queue}/tasks", self._tasks)
        yield web.post("/queues/{queue}/{action:pause|resume|purge}", self._change_queue)
        yield web.post("/queues/{queue}/tasks/{task}/{action:run|delete}", self._change_task)

    async def _queues(self, _: web.Request) -> web.Response:
        present = self._desk.chronicle.present("tasks")
        tasks_in = Counter(
            key.removeprefix("task:").rpartition("/tasks/")[0]
            for key in present
            if key.startswith("task:")
        )
        rows = [
            {"name": last(name), "tasks": tasks_in[name], "queue": tasks.queue_json(queue)}
            for name, queue in sorted(tasks.queues(present).items())
        ]
        return web.json_response({"rows": rows, "total": len(rows)})

    async def _tasks(self, request: web.Request) -> web.Response:
        page = Page.asked_for(request)
        found = tasks.tasks(self._desk.chronicle.present("tasks"), self._queue(request))
        matching = [one for one in found if page.has_words(one.name, one.http_request.body)]
        return page.of(matching, tasks.task_json)

    async def _change_queue(self, request: web.Request) -> web.Response:
        await self._call(request.match_info["action"], self._queue(request))
        return web.json_response({})

    async def _change_task(self, request: web.Request) -> web.Response:
        name = f"{self._queue(request)}/tasks/{request.match_info['task']}"
        await self._call(request.match_info["action"], name)
        return web.json_response({})

    def _queue(self, request: web.Request) -> str:
        return self._desk.topology.queue_name(request.match_info["queue"])

    async def _call(self, action: str, name: str) -> None:
        method, asked, answered = _METHODS[action]
        async with grpc.aio.insecure_channel(f"{LOOPBACK}:{self._desk.ports.tasks}") as channel:
            call = channel.unary_unary(
                _SERVICE + method,
                request_serializer=asked.SerializeToString,
                response_deserializer=answered.FromString,
            )
            try:
                await call(asked(name=name))
            except grpc.aio.AioRpcError as error:
                detail = f"Cloud Tasks says: {error.details()}"
                raise Problem(HTTPStatus.BAD_GATEWAY, detail) from error
