"""A topic and a queue that remember what they were given."""

from __future__ import annotations

from collections.abc import Sequence

from shared.usecases.ports.messages import Message, Task


class MemoryTopic:
    def __init__(self) -> None:
        self.published: list[Message] = []

    def publish(self, messages: Sequence[Message]) -> None:
        self.published.extend(messages)


class MemoryTasks:
    """Keeps one task per name, for ever: a used name is a success, as with tombstones."""

    def __init__(self) -> None:
        self.held: dict[str, Task] = {}

    def enqueue(self, task: Task) -> None:
        self.held.setdefault(task.name, task)
