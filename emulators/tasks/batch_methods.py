"""Many tasks in one call. The operation is over by the time it is returned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import grpc
from google.cloud.tasks_v2 import types
from google.longrunning.operations_pb2 import Operation
from google.protobuf.empty_pb2 import Empty

from emulators.clock.clock import Clock
from emulators.google_apis.refused import Refused, invalid
from emulators.google_apis.unary_service import Method
from emulators.tasks import refusals
from emulators.tasks.messages import (
    BatchCreateTasksMetadata,
    BatchCreateTasksResponse,
    BatchDeleteTasksMetadata,
    Message,
)
from emulators.tasks.names import location_of_queue, queue_of_task
from emulators.tasks.tasks import Tasks
from emulators.tasks.views import view

CREATED_MAX = 100
DELETED_MAX = 1000
_ID_BITS = 64
_NONE_SUCCEEDED = (
    "None of the requests succeeded, refer to {}.failed_requests for individual error details"
)


class BatchMethods:
    """One request that fails does not keep the others from being carried out."""

    def __init__(self, *, clock: Clock, tasks: Tasks, random: Random) -> None:
        self._clock = clock
        self._tasks = tasks
        self._random = random

    def methods(self) -> dict[str, Method]:
        return {
            "BatchCreateTasks": Method(types.BatchCreateTasksRequest, self._create),
            "BatchDeleteTasks": Method(types.BatchDeleteTasksRequest, self._delete),
        }

    def _create(self, batch: Message) -> Operation:
        _check_size("requests", len(batch.requests), CREATED_MAX)
        for request in batch.requests:
            if request.parent != batch.parent:
                raise invalid(refusals.QUEUES_DIFFER.format(batch.parent, request.parent))
        created: list[Message] = []

        def create(request: Message) -> None:
            made = self._tasks.create(request.parent, request.task)
            created.append(view(made, request.response_view))

        metadata = self._carry_out(create, batch.requests, BatchCreateTasksMetadata())
        response = BatchCreateTasksResponse(tasks=created) if created else None
        return self._over(batch.parent, metadata, response)

    def _delete(self, batch: Message) -> Operation:
        _check_size("names", len(batch.names), DELETED_MAX)
        for name in batch.names:
            if queue_of_task(name) != batch.parent:
                raise invalid(refusals.QUEUES_DIFFER.format(batch.parent, queue_of_task(name)))
        metadata = self._carry_out(self._tasks.delete, batch.names, BatchDeleteTasksMetadata())
        has_success = len(metadata.failed_requests) < len(batch.names)
        return self._over(batch.parent, metadata, Empty() if has_success else None)

    def _carry_out(
        self, act: Callable[[Any], None], requests: Iterable[Any], metadata: Message
    ) -> Message:
        metadata.start_time.FromDatetime(self._clock.now())
        for index, request in enumerate(requests):
            try:
                act(request)
            except Refused as refused:
                metadata.failed_requests[index].CopyFrom(refused.status())
        metadata.end_time.FromDatetime(self._clock.now())
        has_failures = bool(metadata.failed_requests)
        metadata.state = metadata.PARTIALLY_SUCCEEDED if has_failures else metadata.SUCCEEDED
        return metadata

    def _over(self, queue_name: str, metadata: Message, response: Message) -> Operation:
        """`response` is empty-handed, that is None, when every request of the batch failed."""
        location = location_of_queue(queue_name)
        number = self._random.getrandbits(_ID_BITS)
        operation = Operation(name=f"{location}/operations/{number}", done=True)
        operation.metadata.Pack(metadata)
        if response is None:
            operation.error.CopyFrom(_none_succeeded(metadata).status())
        else:
            operation.response.Pack(response)
        return operation


def _check_size(field: str, count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise invalid(f"The number of {field} must be between [1, {most}].")


def _none_succeeded(metadata: Message) -> Refused:
    return Refused(grpc.StatusCode.ABORTED, _NONE_SUCCEEDED.format(metadata.DESCRIPTOR.name))
