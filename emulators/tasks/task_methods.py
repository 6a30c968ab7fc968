"""The methods of google.cloud.tasks.v2.CloudTasks that are about one task or a list of them."""

from __future__ import annotations

from google.cloud.tasks_v2 import types
from google.protobuf.empty_pb2 import Empty

from emulators.google_apis.paging import page
from emulators.google_apis.unary_service import Method
from emulators.tasks.messages import ListTasksResponse, Message
from emulators.tasks.tasks import Tasks
from emulators.tasks.views import view

TASKS_ON_PAGE_MAX = 1000


def task_methods(tasks: Tasks) -> dict[str, Method]:
    def listed(request: Message) -> Message:
        held = tasks.of_queue(request.parent)
        names, token = page(
            held, token=request.page_token, size=request.page_size, size_max=TASKS_ON_PAGE_MAX
        )
        on_page = [view(held[name], request.response_view) for name in names]
        return ListTasksResponse(tasks=on_page, next_page_token=token)

    def deleted(request: Message) -> Message:
        tasks.delete(request.name)
        return Empty()

    return {
        "ListTasks": Method(types.ListTasksRequest, listed),
        "GetTask": Method(types.GetTaskRequest, lambda r: view(tasks.get(r.name), r.response_view)),
        "CreateTask": Method(
            types.CreateTaskRequest,
            lambda r: view(tasks.create(r.parent, r.task), r.response_view),
        ),
        "DeleteTask": Method(types.DeleteTaskRequest, deleted),
        "RunTask": Method(types.RunTaskRequest, lambda r: view(tasks.run(r.name), r.response_view)),
    }
