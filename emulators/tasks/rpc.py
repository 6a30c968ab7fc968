"""The methods of google.cloud.tasks.v2.CloudTasks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from google.cloud.tasks_v2 import types
from google.protobuf.empty_pb2 import Empty

from emulators.grpc_methods import unary
from emulators.tasks.held_task import HeldTask
from emulators.tasks.messages import (
    BASIC,
    FULL,
    ListQueuesResponse,
    ListTasksResponse,
    Message,
    Task,
)
from emulators.tasks.paging import page
from emulators.tasks.queues import Queues
from emulators.tasks.refusals import Refused
from emulators.tasks.tasks import Tasks

SERVICE = "google.cloud.tasks.v2.CloudTasks"
QUEUES_ON_PAGE_MAX = 9800
TASKS_ON_PAGE_MAX = 1000


def handlers(queues: Queues, tasks: Tasks) -> grpc.GenericRpcHandler:
    answers = _queue_methods(queues) | _task_methods(tasks)
    methods = {
        name: unary(_answering(answer), request_type)
        for name, (request_type, answer) in answers.items()
    }
    return grpc.method_handlers_generic_handler(SERVICE, methods)


_Answers = dict[str, tuple[type[Any], Callable[[Message], Message]]]


def _queue_methods(queues: Queues) -> _Answers:
    def listed(request: Message) -> Message:
        names, token = page(
            queues.names(request.parent, request.filter),
            token=request.page_token,
            size=request.page_size,
            size_max=QUEUES_ON_PAGE_MAX,
        )
        on_page = [queues.runner(name).queue for name in names]
        return ListQueuesResponse(queues=on_page, next_page_token=token)

    def deleted(request: Message) -> Message:
        queues.delete(request.name)
        return Empty()

    return {
        "ListQueues": (types.ListQueuesRequest, listed),
        "GetQueue": (types.GetQueueRequest, lambda r: queues.runner(r.name).queue),
        "CreateQueue": (
            types.CreateQueueRequest,
            lambda r: queues.create(r.parent, r.queue).queue,
        ),
        "UpdateQueue": (
            types.UpdateQueueRequest,
            lambda r: queues.update(r.queue, r.update_mask).queue,
        ),
        "DeleteQueue": (types.DeleteQueueRequest, deleted),
        "PurgeQueue": (types.PurgeQueueRequest, lambda r: queues.purge(r.name).queue),
        "PauseQueue": (types.PauseQueueRequest, lambda r: queues.pause(r.name).queue),
        "ResumeQueue": (types.ResumeQueueRequest, lambda r: queues.resume(r.name).queue),
    }


def _task_methods(tasks: Tasks) -> _Answers:
    def listed(request: Message) -> Message:
        held = tasks.of_queue(request.parent)
        names, token = page(
            held, token=request.page_token, size=request.page_size, size_max=TASKS_ON_PAGE_MAX
        )
        on_page = [_view(held[name], request.response_view) for name in names]
        return ListTasksResponse(tasks=on_page, next_page_token=token)

    def deleted(request: Message) -> Message:
        tasks.delete(request.name)
        return Empty()

    return {
        "ListTasks": (types.ListTasksRequest, listed),
        "GetTask": (types.GetTaskRequest, lambda r: _view(tasks.get(r.name), r.response_view)),
        "CreateTask": (
            types.CreateTaskRequest,
            lambda r: _view(tasks.create(r.parent, r.task), r.response_view),
        ),
        "DeleteTask": (types.DeleteTaskRequest, deleted),
        "RunTask": (types.RunTaskRequest, lambda r: _view(tasks.run(r.name), r.response_view)),
    }


def _view(held: HeldTask, view: int) -> Message:
    """Return a copy of the task; the basic view is without its body."""
    task = Task()
    task.CopyFrom(held.task)
    task.view = FULL if view == FULL else BASIC
    if task.view == BASIC:
        task.http_request.ClearField("body")
    return task


def _answering(
    answer: Callable[[Message], Message],
) -> Callable[[Message, Any], Awaitable[Message]]:
    async def handler(request: Message, context: grpc.aio.ServicerContext) -> Message:
        try:
            return answer(request)
        except Refused as refused:
            await context.abort(refused.code, refused.message)

    return handler
