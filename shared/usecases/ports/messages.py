"""Topics and queues: at least once, in any order, with ambiguous receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    body: bytes
    attributes: Mapping[str, str]


class Topic(Protocol):
    def publish(self, messages: Sequence[Message]) -> None:
        """Return once the broker holds every message; `Unavailable` otherwise."""
        ...


class Queue(StrEnum):
    NUMBERING = "numbering"
    RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    queue: Queue
    name: str  # letters, digits, hyphens; a name that was used before is a success
    body: Mapping[str, str]
    traceparent: str
    at: datetime | None = None  # not before; None is now


class Tasks(Protocol):
    def enqueue(self, task: Task) -> None:
        """Return once the task is held, or was already; `Unavailable` otherwise."""
        ...
