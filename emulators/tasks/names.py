"""The grammar of queue and task names."""

from __future__ import annotations

import re

from emulators.google_apis.refused import invalid
from emulators.tasks import refusals

_LOCATION = r"projects/[A-Za-z0-9:.-]+/locations/[A-Za-z0-9-]+"
_LOCATION_NAME = re.compile(_LOCATION)
_QUEUE_NAME = re.compile(rf"({_LOCATION})/queues/[A-Za-z0-9-]{{1,100}}")
_TASK_NAME = re.compile(rf"({_LOCATION}/queues/[A-Za-z0-9-]{{1,100}})/tasks/(.+)", re.DOTALL)
_TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,500}")


def check_location(name: str) -> None:
    if not _LOCATION_NAME.fullmatch(name):
        raise invalid(refusals.RESOURCE_NAME_FORM)


def location_of_queue(name: str) -> str:
    match = _QUEUE_NAME.fullmatch(name)
    if match is None:
        raise invalid(refusals.QUEUE_NAME_FORM)
    return match[1]


def queue_of_task(name: str) -> str:
    """Return the name of the queue that a well-formed task name belongs to."""
    match = _TASK_NAME.fullmatch(name)
    if match is None:
        raise invalid(refusals.TASK_NAME_FORM)
    if not _TASK_ID.fullmatch(match[2]):
        raise invalid(refusals.TASK_ID_FORM.format(match[2]))
    return match[1]


def last_segment(name: str) -> str:
    return name.rpartition("/")[2]
