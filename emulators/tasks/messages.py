"""The plain protobuf classes of the Cloud Tasks API.

The official package wraps them in proto-plus classes, which are several times slower to read
and write. Neither kind carries types for a plain message, hence one alias for all of them;
the parameter's name says which message it is.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias

from google.cloud.tasks_v2 import types

Message: TypeAlias = Any

Queue = types.Queue.pb()
Task = types.Task.pb()
HttpRequest = types.HttpRequest.pb()
CmekConfig = types.CmekConfig.pb()
RetryConfig = types.RetryConfig.pb()
ListQueuesResponse = types.ListQueuesResponse.pb()
ListTasksResponse = types.ListTasksResponse.pb()
BatchCreateTasksResponse = types.BatchCreateTasksResponse.pb()
BatchCreateTasksMetadata = types.BatchCreateTasksMetadata.pb()
BatchDeleteTasksMetadata = types.BatchDeleteTasksMetadata.pb()

RUNNING = int(types.Queue.State.RUNNING)
PAUSED = int(types.Queue.State.PAUSED)
BASIC = int(types.Task.View.BASIC)
FULL = int(types.Task.View.FULL)
POST = int(types.HttpMethod.POST)
METHODS_WITH_BODY = frozenset({POST, int(types.HttpMethod.PUT), int(types.HttpMethod.PATCH)})


def method_name(http_method: int) -> str:
    return str(types.HttpMethod(http_method).name)


def instant(timestamp: Message) -> datetime:
    """Read a `Timestamp` as UTC, to the microsecond."""
    read: datetime = timestamp.ToDatetime(tzinfo=UTC)
    return read
