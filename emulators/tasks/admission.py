"""What a new task must look like, and what it is given when it is let in."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from emulators.google_apis.refused import invalid, unimplemented
from emulators.tasks.attempt_request import USER_AGENT
from emulators.tasks.messages import METHODS_WITH_BODY, POST, Message, instant, method_name
from emulators.tasks.queue_settings import complete_retry_config
from emulators.tasks.queue_target import names_a_host

STORED_TASK_MAX_BYTES = 2**20 - 7  # as probed on the service itself
HEADERS_MAX_BYTES = 80 * 1024
URL_MAX_LENGTH = 2083
SCHEDULE_AHEAD_MAX = timedelta(days=30)
DEFAULT_DEADLINE = timedelta(minutes=10)
SHORTEST_DEADLINE = timedelta(seconds=15)
LONGEST_DEADLINE = timedelta(minutes=30)
_OUTPUT_ONLY = (
    *("create_time", "dispatch_count", "response_count"),
    *("first_attempt", "last_attempt", "view"),
)


def admit(task: Message, queue: Message, now: datetime) -> None:
    """Check `task`, which already has its name, and complete it in place."""
    for field in _OUTPUT_ONLY:
        task.ClearField(field)
    _check_target(task, queue)
    _complete_target(task.http_request)
    _complete_deadline(task)
    _complete_times(task, now)
    if task.HasField("retry_config"):
        complete_retry_config(task.retry_config)
    if task.ByteSize() > STORED_TASK_MAX_BYTES:
        raise invalid("Task size too large.")


def _check_target(task: Message, queue: Message) -> None:
    if task.HasField("app_engine_http_request"):
        raise unimplemented("App Engine tasks are not served: use an HTTP target.")
    if not task.HasField("http_request"):
        raise invalid("Task.message_type is required.")
    if task.http_request.url or not names_a_host(queue):
        _check_url(task.http_request.url)
    _check_headers(task.http_request.headers)


def _check_url(url: str) -> None:
    if not url:
        raise invalid("HttpRequest.url is required.")
    if not url.startswith(("http://", "https://")):
        raise invalid("HttpTarget.url must start with 'http://' or 'https://'.")
    if len(url) > URL_MAX_LENGTH:
        raise invalid(f"HttpRequest.url must be at most {URL_MAX_LENGTH} characters.")
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    if not host:
        raise invalid("HttpRequest.url has no valid host.")


def _check_headers(headers: Message) -> None:
    size = sum(len(name.encode()) + len(value.encode()) for name, value in headers.items())
    if size >= HEADERS_MAX_BYTES:
        raise invalid("HttpRequest.headers must be less than 80KB.")
    for name, value in headers.items():
        if not name.strip() or not (name + value).isprintable():
            raise invalid(f"HttpRequest.headers has an invalid header: {name!r}.")


def _complete_target(target: Message) -> None:
    target.http_method = target.http_method or POST
    if target.body and target.http_method not in METHODS_WITH_BODY:
        raise invalid(
            "HTTP request body is only allowed for POST, PUT and PATCH, "
            f"not for {method_name(target.http_method)}."
        )
    for name in [name for name in target.headers if name.lower() == "user-agent"]:
        del target.headers[name]
    target.headers["User-Agent"] = USER_AGENT


def _complete_deadline(task: Message) -> None:
    if not task.HasField("dispatch_deadline"):
        task.dispatch_deadline.FromTimedelta(DEFAULT_DEADLINE)
    deadline = task.dispatch_deadline.ToTimedelta()
    if not SHORTEST_DEADLINE <= deadline <= LONGEST_DEADLINE:
        raise invalid("Task.dispatchDeadline must be between [15s, 30m].")


def _complete_times(task: Message, now: datetime) -> None:
    task.create_time.FromDatetime(now.replace(microsecond=0))
    if not task.HasField("schedule_time") or instant(task.schedule_time) < now:
        task.schedule_time.FromDatetime(now)
    if instant(task.schedule_time) > now + SCHEDULE_AHEAD_MAX:
        raise invalid("Task.scheduleTime must be less than 30 days in the future.")
