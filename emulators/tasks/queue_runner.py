"""One queue at work: what is in it, and what may be sent when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.tasks.attempt_request import attempt_request
from emulators.tasks.delivery import Delivery
from emulators.tasks.held_task import HeldTask
from emulators.tasks.messages import RUNNING, Message
from emulators.tasks.outgoing import Answer
from emulators.tasks.records import Records
from emulators.tasks.retries import is_given_up, wait_after_failure
from emulators.tasks.schedule import Schedule
from emulators.tasks.token_bucket import TokenBucket

RETENTION = timedelta(days=31)
# "After a task is 31 days old, the task will be deleted regardless of whether it was dispatched."


class QueueRunner:
    """Sends nothing before `start`. `on_end` is told the name of each task that is over."""

    def __init__(
        self,
        queue: Message,
        *,
        clock: Clock,
        records: Records,
        delivery: Delivery,
        issuer: Issuer,
        on_end: Callable[[str], None],
    ) -> None:
        self.queue = queue
        self.tasks: dict[str, HeldTask] = {}
        self._clock = clock
        self._records = records
        self._delivery = delivery
        self._issuer = issuer
        self._on_end = on_end
        self._schedule = Schedule()
        self._bucket = TokenBucket(
            rate_per_second=queue.rate_limits.max_dispatches_per_second,
            size=queue.rate_limits.max_burst_size,
            now=clock.now(),
        )
        self._attempts: set[asyncio.Task[None]] = set()
        self._is_started = False
        self._disarm: Callable[[], None] = lambda: None

    def start(self) -> None:
        self._is_started = True
        self.pump()

    async def stop(self) -> None:
        """Break off what is being sent; those tasks stay and are sent again after a restart."""
        attempts = list(self._attempts)
        self.break_off()
        await asyncio.gather(*attempts, return_exceptions=True)

    def break_off(self) -> None:
        self._is_started = False
        self._disarm()
        for attempt in self._attempts:
            attempt.cancel()

    def restore(self, held: HeldTask) -> None:
        self.tasks[held.name] = held
        self._schedule.put(held.name, held.due_at)

    def add(self, held: HeldTask) -> None:
        self._records.save_task(held)
        self.restore(held)
        self.pump()

    def remove(self, name: str) -> None:
        """End a task; an attempt under way runs out, but its answer no longer counts."""
        del self.tasks[name]
        self._schedule.drop(name)
        self._records.forget_task(name)
        self._on_end(name)

    def clear(self) -> None:
        for name in list(self.tasks):
            self.remove(name)

    def run_now(self, held: HeldTask) -> None:
        """Send whatever the queue's state and limits; a failure counts from now."""
        self._schedule.drop(held.name)
        self._begin(held, retry_from=self._clock.now())

    def settings_changed(self) -> None:
        limits = self.queue.rate_limits
        self._bucket.retune(
            rate_per_second=limits.max_dispatches_per_second,
            size=limits.max_burst_size,
            now=self._clock.now(),
        )
        self.pump()

    def pump(self) -> None:
        """Send all that may go now, then set one timer for the next that may."""
        self._disarm()
        if not self._is_started:
            return
        now = self._clock.now()
        self._drop_outlived(now)
        while self._may_send(now) and (name := self._schedule.pop_due(now)):
            self._bucket.take()
            self._begin(self.tasks[name])
        wake_at = min((at for at in self._wake_times(now) if at), default=None)
        if wake_at:
            self._disarm = self._clock.call_at(wake_at, self.pump)

    def _drop_outlived(self, now: datetime) -> None:
        while (ends_at := self._oldest_ends_at()) and ends_at <= now:
            self.remove(next(iter(self.tasks)))

    def _oldest_ends_at(self) -> datetime | None:
        """When the first task, which is the oldest, has lived as long as a task may."""
        oldest = next(iter(self.tasks.values()), None)
        return None if oldest is None else oldest.created_at + RETENTION

    def _has_room(self) -> bool:
        limit: int = self.queue.rate_limits.max_concurrent_dispatches
        return self.queue.state == RUNNING and len(self._attempts) < limit

    def _may_send(self, now: datetime) -> bool:
        return self._has_room() and self._bucket.has_token(now)

    def _wake_times(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        due_at = self._schedule.next_due_at() if self._has_room() else None
        return (
            due_at and max(due_at, self._bucket.next_token_at(now)),
            self._oldest_ends_at(),
        )

    def _begin(self, held: HeldTask, *, retry_from: datetime | None = None) -> None:
        held.note_dispatch(self._clock.now())
        self._records.save_task(held)
        attempt = asyncio.get_running_loop().create_task(self._attempt(held, retry_from))
        self._attempts.add(attempt)
        attempt.add_done_callback(self._attempt_ended)

    async def _attempt(self, held: HeldTask, retry_from: datetime | None) -> None:
        answer = await self._delivery.send(attempt_request(held, self.queue, self._issuer))
        if self.tasks.get(held.name) is not held:
            return
        if answer.is_success:
            self.remove(held.name)
        else:
            self._fail(held, answer, retry_from)

    def _attempt_ended(self, attempt: asyncio.Task[None]) -> None:
        self._attempts.discard(attempt)
        if attempt.cancelled():
            return
        self.pump()
        attempt.result()  # an error of our own goes to the loop's exception handler

    def _fail(self, held: HeldTask, answer: Answer, retry_from: datetime | None) -> None:
        now = self._clock.now()
        held.note_failure(answer, now)
        task = held.task
        config = task.retry_config if task.HasField("retry_config") else self.queue.retry_config
        wait = wait_after_failure(config, task.dispatch_count, answer.retry_after)
        next_attempt_at = (retry_from or now) + wait
        if is_given_up(config, task.dispatch_count, held.first_attempt_at, next_attempt_at):
            self.remove(held.name)
            return
        held.reschedule(next_attempt_at)
        self._records.save_task(held)
        self._schedule.put(held.name, next_attempt_at)
