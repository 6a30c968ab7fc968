"""The jobs of a deployment, and those that clients create, at work."""

from __future__ import annotations

import asyncio
from random import Random

from google.protobuf.field_mask_pb2 import FieldMask

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.scheduler.attempts import Attempts
from emulators.scheduler.held_job import HeldJob
from emulators.scheduler.job_runner import JobRunner
from emulators.scheduler.messages import Message
from emulators.scheduler.names import last_segment, location_of_job
from emulators.scheduler.provisioning import planned_jobs
from emulators.scheduler.publishing import Publish, no_topics
from emulators.scheduler.records import Records
from emulators.scheduler.registry import Registry
from emulators.shelf import Forgetful, Shelf
from emulators.tasks.delivery import Delivery
from emulators.topology import Routes, Topology


class SchedulerJobs:
    """A slot that passes while the local cloud is down is not made up for."""

    def __init__(
        self,
        *,
        clock: Clock,
        routes: Routes,
        issuer: Issuer,
        shelf: Shelf | None = None,
        random: Random | None = None,
        publish: Publish = no_topics,
    ) -> None:
        """Without a `shelf` nothing is kept. `random` names the jobs that come without a name."""
        self._clock = clock
        self._records = Records(shelf or Forgetful().shelf("scheduler"))
        self._delivery = Delivery(clock=clock, routes=routes)
        self._attempts = Attempts(delivery=self._delivery, issuer=issuer, publish=publish)
        self._is_started = False
        self._plans = self._records.plans()
        self.registry = Registry(
            clock=clock,
            records=self._records,
            random=random or Random(0),  # noqa: S311 - names jobs, guards nothing
            new_runner=self._new_runner,
        )

    def provision(self, topology: Topology) -> None:
        """Hold exactly the planned jobs, beside those that clients have created.

        One whose plan is unchanged goes on undisturbed.
        """
        planned = planned_jobs(topology)
        for name in self._plans.keys() - planned.keys():
            self._forget_plan(name)
        for name, plan in planned.items():
            if self._plans.get(name) != plan or not self.registry.has(name):
                self._carry_out(plan)

    async def start(self) -> None:
        self._delivery.open()
        self._is_started = True
        for runner in self.registry:
            runner.start()

    async def stop(self) -> None:
        """Break off whatever is running."""
        self._is_started = False
        running = [attempt for runner in self.registry for attempt in runner.break_off()]
        await asyncio.gather(*running, return_exceptions=True)
        await self._delivery.close()

    async def run_now(self, name: str) -> int:
        """Run a planned job outside its schedule; return the HTTP status of the first attempt.

        If that one failed, the retries follow on their own. The status is 504 when the
        deadline passed and 503 when nobody could be reached. Unknown names: `LookupError`.
        """
        for full_name in self._plans:
            if name == last_segment(full_name):
                return (await self.registry.run_and_tell(full_name)).status
        raise LookupError(f"there is no job {name!r}")

    def _carry_out(self, plan: Message) -> None:
        if self.registry.has(plan.name):
            self.registry.update(plan, FieldMask())
        else:
            self.registry.create(location_of_job(plan.name), plan)
        self._plans[plan.name] = plan
        self._records.save_plan(plan)

    def _forget_plan(self, name: str) -> None:
        if self.registry.has(name):
            self.registry.delete(name)
        del self._plans[name]
        self._records.forget_plan(name)

    def _new_runner(self, held: HeldJob) -> JobRunner:
        runner = JobRunner(
            held, clock=self._clock, attempt=self._attempts.make, save=self._records.save
        )
        if self._is_started:
            runner.start()
        return runner
