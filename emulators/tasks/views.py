"""How much of a task a caller is shown."""

from __future__ import annotations

from emulators.tasks.held_task import HeldTask
from emulators.tasks.messages import BASIC, FULL, Message, Task


def view(held: HeldTask, asked: int = BASIC) -> Message:
    """Return a copy of the task; the basic view, which is the default, is without its body."""
    task = Task()
    task.CopyFrom(held.task)
    task.view = FULL if asked == FULL else BASIC
    if task.view == BASIC:
        task.http_request.ClearField("body")
    return task
