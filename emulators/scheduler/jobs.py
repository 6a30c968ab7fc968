"""The jobs of a deployment, at work."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from emulators.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.scheduler.job import Job
from emulators.tasks.delivery import Delivery
from emulators.topology import Routes, Topology


class SchedulerJobs:
    """Keeps no state: a slot that passes while the local cloud is down is not made up for."""

    def __init__(self, *, clock: Clock, routes: Routes, issuer: Issuer) -> None:
        self._clock = clock
        self._issuer = issuer
        self._delivery = Delivery(clock=clock, routes=routes)
        self._jobs: dict[str, Job] = {}
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self._retries: set[asyncio.Task[None]] = set()
        self._is_started = False

    def provision(self, topology: Topology) -> None:
        """Hold exactly the planned jobs; one whose plan is unchanged goes on undisturbed."""
        planned = {schedule.name: schedule for schedule in topology.schedules}
        for name, job in list(self._jobs.items()):
            if planned.get(name) != job.schedule:
                self._drop(name)
        for name in planned.keys() - self._jobs.keys():
            self._jobs[name] = Job(
                planned[name], clock=self._clock, delivery=self._delivery, issuer=self._issuer
            )
            if self._is_started:
                self._keep(name)

    async def start(self) -> None:
        self._delivery.open()
        self._is_started = True
        for name in self._jobs:
            self._keep(name)

    async def stop(self) -> None:
        """Break off whatever is running."""
        self._is_started = False
        running = [*self._keepers.values(), *self._retries]
        self._keepers.clear()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._delivery.close()

    async def run_now(self, name: str) -> int:
        """Run a job outside its schedule; return the status of the first attempt.

        If that one failed, the retries follow on their own. The status is 504 when the
        deadline passed and 503 when nobody could be reached. Unknown names: `LookupError`.
        """
        if name not in self._jobs:
            raise LookupError(f"there is no job {name!r}")
        job, now = self._jobs[name], self._clock.now()
        answer = await job.attempt(now)
        if not answer.is_success:
            retry = self._spawn(job.retry(now))
            self._retries.add(retry)
            retry.add_done_callback(self._retries.discard)
        return answer.status

    def _keep(self, name: str) -> None:
        self._keepers[name] = self._spawn(self._jobs[name].keep())

    def _drop(self, name: str) -> None:
        del self._jobs[name]
        keeper = self._keepers.pop(name, None)
        if keeper is not None:
            keeper.cancel()

    @staticmethod
    def _spawn(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(_surface_error)
        return task


def _surface_error(task: asyncio.Task[None]) -> None:
    """Hand an error of our own to the loop's exception handler."""
    if not task.cancelled():
        task.result()
