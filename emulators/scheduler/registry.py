"""The jobs of all projects: what may be done with them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from random import Random

from google.protobuf.field_mask_pb2 import FieldMask

from emulators.clock.clock import Clock
from emulators.google_apis.refused import already_exists, invalid, not_found
from emulators.scheduler.held_job import HeldJob
from emulators.scheduler.job_runner import JobRunner
from emulators.scheduler.job_settings import complete_job
from emulators.scheduler.messages import ENABLED, PAUSED, Job, Message
from emulators.scheduler.names import check_location, location_of_job
from emulators.scheduler.records import Records
from emulators.tasks.outgoing import Answer

SETTINGS = (
    *("description", "pubsub_target", "app_engine_http_target", "http_target"),
    *("schedule", "time_zone", "retry_config", "attempt_deadline"),
)
_ID_BITS = 64


class Registry:
    def __init__(
        self,
        *,
        clock: Clock,
        records: Records,
        random: Random,
        new_runner: Callable[[HeldJob], JobRunner],
    ) -> None:
        self._clock = clock
        self._records = records
        self._random = random
        self._new_runner = new_runner
        self._runners = {held.name: new_runner(held) for held in records.jobs()}

    def __iter__(self) -> Iterator[JobRunner]:
        return iter(self._runners.values())

    def has(self, name: str) -> bool:
        return name in self._runners

    def names(self, location: str) -> list[str]:
        check_location(location)
        return [name for name in self._runners if location_of_job(name) == location]

    def get(self, name: str) -> Message:
        return self._runner(name).held.job

    def create(self, location: str, asked: Message) -> Message:
        check_location(location)
        name = asked.name or f"{location}/jobs/{self._random.getrandbits(_ID_BITS)}"
        if location_of_job(name) != location:
            raise invalid("The location of the job must be that of the request's parent.")
        if name in self._runners:
            raise already_exists(f"Job {name} already exists.")
        job = self._with_settings(Job(name=name, state=ENABLED), asked, FieldMask(paths=SETTINGS))
        held = HeldJob(job, self._clock.now())
        held.await_slot(held.schedule.following(held.slot_at, held.slot_at))
        self._records.save(held)
        self._runners[name] = self._new_runner(held)
        return job

    def update(self, asked: Message, mask: Message) -> Message:
        """Set the settings that `mask` names, or all of them; a retry under way is given up."""
        runner = self._runner(asked.name)
        current = runner.held.job
        wanted = mask if mask.paths else FieldMask(paths=SETTINGS)
        runner.held.job = self._with_settings(current, asked, wanted)
        runner.reschedule()
        return runner.held.job

    def delete(self, name: str) -> None:
        self._runner(name).break_off()
        del self._runners[name]
        self._records.forget(name)

    def pause(self, name: str) -> Message:
        runner = self._runner(name)
        runner.held.job.state = PAUSED
        runner.state_changed()
        return runner.held.job

    def resume(self, name: str) -> Message:
        runner = self._runner(name)
        if runner.held.job.state != PAUSED:
            return runner.held.job
        runner.held.job.state = ENABLED
        runner.reschedule()
        return runner.held.job

    def run(self, name: str) -> Message:
        self._runner(name).run_now()
        return self.get(name)

    def run_and_tell(self, name: str) -> asyncio.Task[Answer]:
        """Run a job now; the result ends with the first attempt."""
        return self._runner(name).run_now()

    def _runner(self, name: str) -> JobRunner:
        location_of_job(name)
        runner = self._runners.get(name)
        if runner is None:
            raise not_found("Job not found.")
        return runner

    def _with_settings(self, current: Message, asked: Message, mask: Message) -> Message:
        """Return the changed job; an unset field clears, an output only field is ignored."""
        for path in mask.paths:
            if not FieldMask(paths=[path]).IsValidForDescriptor(Job.DESCRIPTOR):
                raise invalid(f"Invalid mask for Job: {path}")
        job = Job()
        job.CopyFrom(current)
        settable = FieldMask(paths=[path for path in mask.paths if path.split(".")[0] in SETTINGS])
        settable.MergeMessage(asked, job, replace_message_field=True, replace_repeated_field=True)
        complete_job(job)
        job.user_update_time.FromDatetime(self._clock.now())
        return job
