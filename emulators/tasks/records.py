"""How queues, tasks and spent names are written to the shelf."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from emulators.shelf import Shelf
from emulators.tasks.held_task import HeldTask
from emulators.tasks.messages import CmekConfig, Message, Queue, Task

_QUEUE = "queue:"
_TASK = "task:"
_SPENT = "spent:"
_CMEK = "cmek:"


class Records:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save_queue(self, queue: Message) -> None:
        self._shelf.put(_QUEUE + queue.name, queue.SerializeToString())

    def forget_queue(self, name: str) -> None:
        self._shelf.delete(_QUEUE + name)

    def queues(self) -> Iterator[Message]:
        for _, value in self._under(_QUEUE):
            yield Queue.FromString(value)

    def save_task(self, held: HeldTask) -> None:
        self._shelf.put(_TASK + held.name, _encode(held))

    def forget_task(self, name: str) -> None:
        self._shelf.delete(_TASK + name)

    def tasks(self) -> Iterator[HeldTask]:
        for _, value in self._under(_TASK):
            yield _decode(value)

    def save_cmek_config(self, config: Message) -> None:
        self._shelf.put(_CMEK + config.name, config.SerializeToString())

    def cmek_configs(self) -> Iterator[Message]:
        for _, value in self._under(_CMEK):
            yield CmekConfig.FromString(value)

    def save_spent_name(self, name: str, until: datetime) -> None:
        self._shelf.put(_SPENT + name, until.isoformat().encode())

    def forget_spent_name(self, name: str) -> None:
        self._shelf.delete(_SPENT + name)

    def spent_names(self) -> Iterator[tuple[str, datetime]]:
        for name, value in self._under(_SPENT):
            yield name, datetime.fromisoformat(value.decode())

    def _under(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        for key, value in self._shelf.items(prefix):
            yield key.removeprefix(prefix), value


def _encode(held: HeldTask) -> bytes:
    """One line of what only the queue knows, then the message."""
    own = json.dumps([held.executions, held.previous_response])
    return own.encode() + b"\n" + bytes(held.task.SerializeToString())


def _decode(value: bytes) -> HeldTask:
    own, _, message = value.partition(b"\n")
    executions, previous_response = json.loads(own)
    return HeldTask(Task.FromString(message), executions, previous_response)
