"""Cloud Tasks' shelf: queues and the tasks that are not over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.cloud.tasks_v2 import types
from google.protobuf.json_format import MessageToDict

from emulators.console.readings.happening import Happening, Tone, last, moment
from emulators.console.readings.pubsub import readable
from emulators.console.watching.change import Change

_QUEUE, _TASK = "queue:", "task:"
_queue: Any = types.Queue.pb()
_task: Any = types.Task.pb()


def queues(present: Mapping[str, bytes]) -> dict[str, Any]:
    found = (_queue.FromString(present[key]) for key in present if key.startswith(_QUEUE))
    return {queue.name: queue for queue in found}


def tasks(present: Mapping[str, bytes], queue: str) -> list[Any]:
    """Newest first."""
    prefix = f"{_TASK}{queue}/tasks/"
    found = [parse(present[key]) for key in present if key.startswith(prefix)]
    return sorted(found, key=lambda one: one.create_time.ToNanoseconds(), reverse=True)


def parse(value: bytes) -> Any:
    """The record is a line of what only the queue knows, then the message."""
    return _task.FromString(value.partition(b"\n")[2])


def task_json(task: Any) -> dict[str, Any]:
    shown: dict[str, Any] = MessageToDict(task, preserving_proto_field_name=True)
    request = shown.get("http_request")
    if request and task.http_request.body:
        request["body"] = readable(task.http_request.body)[1]
    return shown


def queue_json(queue: Any) -> dict[str, Any]:
    shown: dict[str, Any] = MessageToDict(queue, preserving_proto_field_name=True)
    return shown


def read(change: Change, _present: Mapping[str, bytes]) -> Happening | None:
    if not change.key.startswith(_TASK):
        return None
    task = parse(change.value or change.before or b"")
    queue, _, name = change.key.removeprefix(_TASK).rpartition("/tasks/")
    tone, title = _what(change, task)
    return Happening(
        at=task.create_time.ToDatetime(tzinfo=moment(change).tzinfo)
        if change.is_found
        else moment(change),
        service="tasks",
        tone=tone,
        title=f"{last(queue)}: {title}",
        note=name,
        page=f"/tasks/{last(queue)}",
        subject=name,
    )


def _what(change: Change, task: Any) -> tuple[Tone, str]:
    attempt = task.dispatch_count
    if change.value is None:
        if not attempt:
            return Tone.QUIET, "task deleted before its first attempt"
        return Tone.DONE, f"task over after attempt {attempt}"
    if task.last_attempt.HasField("response_time"):
        return Tone.BAD, f"attempt {attempt} failed: {task.last_attempt.response_status.message}"
    if attempt:
        return Tone.CHANGED, f"attempt {attempt} to {_target(task)}"
    return Tone.NEW, f"task for {_target(task)}"


def _target(task: Any) -> str:
    host = task.http_request.url.partition("://")[2].partition("/")
    return f"{host[0].partition('.')[0]}/{host[2]}" if host[0] else "nobody"
