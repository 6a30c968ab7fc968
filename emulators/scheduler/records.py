"""How jobs are written to the shelf, and what a deployment has planned of them."""

from __future__ import annotations

from collections.abc import Iterator

from emulators.scheduler.held_job import HeldJob
from emulators.scheduler.messages import Job, Message
from emulators.shelf import Shelf

_JOB = "job:"
_PLAN = "plan:"


class Records:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def save(self, held: HeldJob) -> None:
        self._shelf.put(_JOB + held.name, held.encode())

    def forget(self, name: str) -> None:
        self._shelf.delete(_JOB + name)

    def jobs(self) -> Iterator[HeldJob]:
        for _, value in self._under(_JOB):
            yield HeldJob.decode(value)

    def save_plan(self, plan: Message) -> None:
        self._shelf.put(_PLAN + plan.name, plan.SerializeToString())

    def forget_plan(self, name: str) -> None:
        self._shelf.delete(_PLAN + name)

    def plans(self) -> dict[str, Message]:
        return {name: Job.FromString(value) for name, value in self._under(_PLAN)}

    def _under(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        for key, value in self._shelf.items(prefix):
            yield key.removeprefix(prefix), value
