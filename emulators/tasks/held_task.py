"""A task in its queue: the message as clients see it, and what only the queue knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from emulators.tasks.messages import Message, instant
from emulators.tasks.outgoing import Answer

_SERVER_ERROR = 500


@dataclass(slots=True)
class HeldTask:
    """`executions` counts the handler's answers other than 5xx, as `TaskExecutionCount` does."""

    task: Message
    executions: int = 0
    previous_response: int | None = None

    @property
    def name(self) -> str:
        return str(self.task.name)

    @property
    def created_at(self) -> datetime:
        return instant(self.task.create_time)

    @property
    def due_at(self) -> datetime:
        return instant(self.task.schedule_time)

    @property
    def first_attempt_at(self) -> datetime:
        return instant(self.task.first_attempt.dispatch_time)

    def note_dispatch(self, now: datetime) -> None:
        task = self.task
        task.dispatch_count += 1
        task.last_attempt.Clear()
        task.last_attempt.schedule_time.CopyFrom(task.schedule_time)
        task.last_attempt.dispatch_time.FromDatetime(now)
        if not task.HasField("first_attempt"):
            task.first_attempt.dispatch_time.FromDatetime(now)

    def note_failure(self, answer: Answer, now: datetime) -> None:
        self.previous_response = answer.status
        if answer.is_from_handler:
            self.task.response_count += 1
            self.executions += answer.status < _SERVER_ERROR
        status = answer.code
        code = status.value[0]
        attempt = self.task.last_attempt
        attempt.response_time.FromDatetime(now)
        attempt.response_status.code = code
        attempt.response_status.message = f"{status.name}({code}): HTTP status code {answer.status}"

    def reschedule(self, due_at: datetime) -> None:
        self.task.schedule_time.FromDatetime(due_at)
