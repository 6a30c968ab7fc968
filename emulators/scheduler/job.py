"""One job: it waits for its next slot, runs, and tries again when a run fails."""

from __future__ import annotations

from datetime import datetime, timedelta

from emulators.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.scheduler.run_request import run_request
from emulators.scheduler.slots import latest_slot, next_slot
from emulators.tasks.backoff import backoff
from emulators.tasks.delivery import Answer, Delivery
from emulators.topology import Schedule

MIN_BACKOFF = timedelta(seconds=5)
MAX_BACKOFF = timedelta(hours=1)
MAX_DOUBLINGS = 5
# Cloud Scheduler's defaults: Terraform sets no others here.


class Job:
    def __init__(
        self, schedule: Schedule, *, clock: Clock, delivery: Delivery, issuer: Issuer
    ) -> None:
        self.schedule = schedule
        self._clock = clock
        self._delivery = delivery
        self._issuer = issuer

    async def keep(self) -> None:
        """Run at every slot from now on. Slots missed meanwhile become one late run."""
        slot = next_slot(self.schedule, self._clock.now())
        while True:
            await self._clock.wait_until(slot)
            slot = max(slot, latest_slot(self.schedule, self._clock.now()))
            if not (await self.attempt(slot)).is_success:
                await self.retry(slot)
            slot = next_slot(self.schedule, slot)

    async def attempt(self, scheduled_at: datetime) -> Answer:
        return await self._delivery.send(run_request(self.schedule, scheduled_at, self._issuer))

    async def retry(self, scheduled_at: datetime) -> None:
        """Try a failed run again, with growing waits, until it succeeds or the next slot comes."""
        until = next_slot(self.schedule, scheduled_at)
        for failures in range(1, self.schedule.retry_count + 1):
            again_at = self._clock.now() + backoff(
                failures, minimum=MIN_BACKOFF, maximum=MAX_BACKOFF, max_doublings=MAX_DOUBLINGS
            )
            if again_at >= until:
                return
            await self._clock.wait_until(again_at)
            if (await self.attempt(scheduled_at)).is_success:
                return
