"""The methods of google.cloud.tasks.v2.CloudTasks that are about queues."""

from __future__ import annotations

from google.cloud.tasks_v2 import types
from google.protobuf.empty_pb2 import Empty

from emulators.google_apis.paging import page
from emulators.google_apis.unary_service import Method
from emulators.tasks.messages import ListQueuesResponse, Message
from emulators.tasks.queues import Queues

QUEUES_ON_PAGE_MAX = 9800


def queue_methods(queues: Queues) -> dict[str, Method]:
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
        "ListQueues": Method(types.ListQueuesRequest, listed),
        "GetQueue": Method(types.GetQueueRequest, lambda r: queues.runner(r.name).queue),
        "CreateQueue": Method(
            types.CreateQueueRequest, lambda r: queues.create(r.parent, r.queue).queue
        ),
        "UpdateQueue": Method(
            types.UpdateQueueRequest, lambda r: queues.update(r.queue, r.update_mask).queue
        ),
        "DeleteQueue": Method(types.DeleteQueueRequest, deleted),
        "PurgeQueue": Method(types.PurgeQueueRequest, lambda r: queues.purge(r.name).queue),
        "PauseQueue": Method(types.PauseQueueRequest, lambda r: queues.pause(r.name).queue),
        "ResumeQueue": Method(types.ResumeQueueRequest, lambda r: queues.resume(r.name).queue),
    }
