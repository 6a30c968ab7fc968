"""BufferTask: any HTTP request to a queue that knows where its tasks go becomes a task.

It is a method of the REST API alone: the request's body is not a message but the task's payload.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from google.protobuf import json_format

from emulators.google_apis import rest_errors
from emulators.google_apis.refused import Refused, invalid
from emulators.tasks.messages import Message, Task
from emulators.tasks.queue_target import names_a_host
from emulators.tasks.queues import Queues
from emulators.tasks.tasks import Tasks
from emulators.tasks.views import view

_QUEUE = "/v2/{queue:projects/[^/]+/locations/[^/]+/queues/[^/]+}"


def serve_buffering(application: web.Application, queues: Queues, tasks: Tasks) -> None:
    """Add the two forms of the method, with and without a task id of the caller's choosing."""
    handler = _handler(queues, tasks)
    application.router.add_post(f"{_QUEUE}/tasks:buffer", handler)
    application.router.add_post(f"{_QUEUE}/tasks/{{task_id:[^/]+}}:buffer", handler)


def _handler(queues: Queues, tasks: Tasks) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        queue_name = request.match_info["queue"]
        task_id = request.match_info.get("task_id", "")
        content_type = request.headers.get("Content-Type", "application/json")
        try:
            task = _task(await request.read(), content_type)
            task.name = f"{queue_name}/tasks/{task_id}" if task_id else ""
            _require_target(queues.runner(queue_name).queue)
            made = tasks.create(queue_name, task)
        except Refused as refused:
            return rest_errors.of_refused(refused)
        return web.json_response({"task": json_format.MessageToDict(view(made))})

    return handle


def _task(body: bytes, content_type: str) -> Message:
    task = Task()
    task.http_request.body = body
    task.http_request.headers["Content-Type"] = content_type
    return task


def _require_target(queue: Message) -> None:
    if not names_a_host(queue):
        raise invalid("BufferTask needs a queue whose http_target.uri_override has a host.")
