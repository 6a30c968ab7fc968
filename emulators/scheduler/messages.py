"""The plain protobuf classes of the Cloud Scheduler API, faster than their proto-plus wrappers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias

from google.cloud.scheduler_v1 import types

Message: TypeAlias = Any

Job = types.Job.pb()
ListJobsResponse = types.ListJobsResponse.pb()

ENABLED = int(types.Job.State.ENABLED)
PAUSED = int(types.Job.State.PAUSED)
POST = int(types.HttpMethod.POST)
METHODS_WITH_BODY = frozenset({POST, int(types.HttpMethod.PUT), int(types.HttpMethod.PATCH)})


def method_name(http_method: int) -> str:
    return str(types.HttpMethod(http_method).name)


def instant(timestamp: Message) -> datetime:
    """Read a `Timestamp` as UTC, to the microsecond."""
    read: datetime = timestamp.ToDatetime(tzinfo=UTC)
    return read
