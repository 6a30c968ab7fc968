"""What Cloud Tasks says when it refuses, in its own words where they are known."""

from __future__ import annotations

from typing import Final

from emulators.google_apis.refused import Refused, already_exists, not_found

QUEUE_MISSING: Final = (
    "Queue does not exist. If you just created the queue, "
    "wait at least a minute for the queue to initialize."
)
QUEUE_TOO_RECENT: Final = (
    "The queue cannot be created because a queue with this name existed too recently."
)
QUEUE_NAME_FORM: Final = (
    "Queue name must be formatted: "
    '"projects/<PROJECT_ID>/locations/<LOCATION_ID>/queues/<QUEUE_ID>".'
)
TASK_NAME_FORM: Final = (
    "Task name must be formatted: "
    '"projects/<PROJECT_ID>/locations/<LOCATION_ID>/queues/<QUEUE_ID>/tasks/<TASK_ID>".'
)
TASK_ID_FORM: Final = (
    'Task ID "{}" can contain only letters ([A-Za-z]), numbers ([0-9]), hyphens (-), '
    "or underscores (_). Task ID must between 1 and 500 characters."
)
QUEUES_DIFFER: Final = (
    "The queue name from request ('{}') must be the same as "
    "the queue name in the named task ('{}')."
)
RESOURCE_NAME_FORM: Final = "Invalid resource field value in the request."
ENTITY_MISSING: Final = "Requested entity was not found."
ENTITY_EXISTS: Final = "Requested entity already exists"
TASK_GONE: Final = (
    "The task no longer exists, though a task with this name existed recently. "
    "The task either successfully completed or was deleted."
)


def missing(message: str = ENTITY_MISSING) -> Refused:
    return not_found(message)


def exists(message: str = ENTITY_EXISTS) -> Refused:
    return already_exists(message)
