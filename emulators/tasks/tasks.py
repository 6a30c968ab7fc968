"""The tasks of all queues: what clients may do with them."""

from __future__ import annotations

from random import Random

from emulators.clock.clock import Clock
from emulators.google_apis.refused import Refused, invalid
from emulators.tasks import refusals
from emulators.tasks.admission import admit
from emulators.tasks.held_task import HeldTask
from emulators.tasks.messages import Message, Task
from emulators.tasks.names import location_of_queue, queue_of_task
from emulators.tasks.queue_runner import QueueRunner
from emulators.tasks.queues import Queues
from emulators.tasks.spent_names import SpentNames

_ID_BITS = 64


class Tasks:
    def __init__(
        self, *, clock: Clock, queues: Queues, spent_names: SpentNames, random: Random
    ) -> None:
        self._clock = clock
        self._queues = queues
        self._spent_names = spent_names
        self._random = random

    def create(self, queue_name: str, asked: Message) -> HeldTask:
        """Return the task as it was before its first attempt, which may already be under way."""
        location_of_queue(queue_name)
        runner = self._queues.runner(queue_name)
        task = Task()
        task.CopyFrom(asked)
        task.name = self._free_name(runner, asked.name)
        admit(task, runner.queue, self._clock.now())
        as_created = Task()
        as_created.CopyFrom(task)
        runner.add(HeldTask(task))
        return HeldTask(as_created)

    def get(self, name: str) -> HeldTask:
        """Return the task; say of one that is over that it once was."""
        try:
            return self._find(name)[1]
        except Refused:
            if name in self._spent_names:
                raise refusals.missing(refusals.TASK_GONE) from None
            raise

    def of_queue(self, queue_name: str) -> dict[str, HeldTask]:
        location_of_queue(queue_name)
        return self._queues.runner(queue_name).tasks

    def delete(self, name: str) -> None:
        runner, _ = self._find(name)
        runner.remove(name)

    def run(self, name: str) -> HeldTask:
        runner, held = self._find(name)
        runner.run_now(held)
        return held

    def _free_name(self, runner: QueueRunner, asked: str) -> str:
        queue_name = runner.queue.name
        if not asked:
            return f"{queue_name}/tasks/{self._random.getrandbits(_ID_BITS)}"
        named_queue = queue_of_task(asked)
        if named_queue != queue_name:
            raise invalid(refusals.QUEUES_DIFFER.format(queue_name, named_queue))
        if asked in runner.tasks or asked in self._spent_names:
            raise refusals.exists()
        return asked

    def _find(self, name: str) -> tuple[QueueRunner, HeldTask]:
        runner = self._queues.find(queue_of_task(name))
        if runner is None or name not in runner.tasks:
            raise refusals.missing()
        return runner, runner.tasks[name]
