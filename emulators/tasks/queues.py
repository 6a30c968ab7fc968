"""The queues of the project: what may be done with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

from google.protobuf.field_mask_pb2 import FieldMask

from emulators.clock.clock import Clock
from emulators.google_apis.refused import failed_precondition, invalid, unimplemented
from emulators.tasks import refusals
from emulators.tasks.messages import PAUSED, RUNNING, Message, Queue
from emulators.tasks.names import check_location, location_of_queue
from emulators.tasks.queue_runner import QueueRunner
from emulators.tasks.queue_settings import complete_queue
from emulators.tasks.records import Records
from emulators.tasks.spent_names import SpentNames

SETTINGS = (
    *("app_engine_routing_override", "http_target"),
    *("rate_limits", "retry_config", "stackdriver_logging_config"),
)
_STATE_FILTER = re.compile(r"\s*state\s*(=|:|!=)\s*\"?(RUNNING|PAUSED|DISABLED)\"?\s*")


class Queues:
    def __init__(
        self,
        *,
        clock: Clock,
        records: Records,
        spent_names: SpentNames,
        reuse_after: timedelta,
        new_runner: Callable[[Message], QueueRunner],
    ) -> None:
        self._clock = clock
        self._records = records
        self._spent_names = spent_names
        self._reuse_after = reuse_after
        self._new_runner = new_runner
        self._on_delete: Callable[[str], None] = lambda _: None
        self._runners = {queue.name: new_runner(queue) for queue in records.queues()}

    def __iter__(self) -> Iterator[QueueRunner]:
        return iter(self._runners.values())

    def runner(self, name: str) -> QueueRunner:
        runner = self.find(name)
        if runner is None:
            raise refusals.missing(refusals.QUEUE_MISSING)
        return runner

    def find(self, name: str) -> QueueRunner | None:
        return self._runners.get(name)

    def names(self, location: str, filter_text: str) -> list[str]:
        check_location(location)
        wanted = _states(filter_text)
        return [
            name
            for name, runner in self._runners.items()
            if location_of_queue(name) == location and runner.queue.state in wanted
        ]

    def create(self, location: str, asked: Message) -> QueueRunner:
        check_location(location)
        if location_of_queue(asked.name) != location:
            raise invalid(refusals.QUEUE_NAME_FORM)
        if asked.name in self._runners:
            raise refusals.exists("Queue already exists")
        if asked.name in self._spent_names:
            raise failed_precondition(refusals.QUEUE_TOO_RECENT)
        queue = Queue(name=asked.name, state=RUNNING)
        return self._save(queue, asked, FieldMask(paths=SETTINGS))

    def update(self, asked: Message, mask: Message) -> QueueRunner:
        """Set the settings that `mask` names, or all of them; a new name makes a new queue."""
        runner = self.find(asked.name)
        if runner is None:
            return self.create(location_of_queue(asked.name), asked)
        queue = Queue()
        queue.CopyFrom(runner.queue)
        return self._save(queue, asked, mask if mask.paths else FieldMask(paths=SETTINGS))

    def on_delete(self, tell: Callable[[str], None]) -> None:
        """Have `tell` told the name of each queue that is deleted."""
        self._on_delete = tell

    def release_name(self, name: str) -> None:
        """Let a deleted queue's name be used again at once."""
        self._spent_names.release(name)

    def delete(self, name: str) -> None:
        location_of_queue(name)
        runner = self._runners.pop(name, None)
        if runner is None:
            raise refusals.missing()
        runner.break_off()
        runner.clear()
        self._records.forget_queue(name)
        self._spent_names.spend(name, self._reuse_after)
        self._on_delete(name)

    def pause(self, name: str) -> QueueRunner:
        return self._set_state(name, PAUSED)

    def resume(self, name: str) -> QueueRunner:
        return self._set_state(name, RUNNING)

    def purge(self, name: str) -> QueueRunner:
        runner = self.runner(name)
        runner.clear()
        runner.queue.purge_time.FromDatetime(self._clock.now())
        self._records.save_queue(runner.queue)
        return runner

    def _set_state(self, name: str, state: int) -> QueueRunner:
        runner = self.runner(name)
        runner.queue.state = state
        self._records.save_queue(runner.queue)
        runner.pump()
        return runner

    def _save(self, queue: Message, asked: Message, mask: Message) -> QueueRunner:
        _copy_settings(mask, asked, queue)
        complete_queue(queue)
        self._records.save_queue(queue)
        runner = self._runners.get(queue.name)
        if runner is None:
            runner = self._runners[queue.name] = self._new_runner(queue)
            return runner
        runner.queue = queue
        runner.settings_changed()
        return runner


def _states(filter_text: str) -> set[int]:
    every = set(Queue.State.values())
    if not filter_text.strip():
        return every
    match = _STATE_FILTER.fullmatch(filter_text)
    if match is None:
        raise unimplemented("Only filters on the queue's state are served.")
    named = {Queue.State.Value(match[2])}
    return every - named if match[1] == "!=" else named


def _copy_settings(mask: Message, source: Message, destination: Message) -> None:
    """Copy what `mask` names; an unset field clears, an output only field is ignored."""
    if not mask.IsValidForDescriptor(Queue.DESCRIPTOR):
        raise invalid(f"update_mask names no field of a queue: {mask.ToJsonString()}")
    settable = FieldMask(paths=[path for path in mask.paths if path.split(".")[0] in SETTINGS])
    settable.MergeMessage(
        source, destination, replace_message_field=True, replace_repeated_field=True
    )
