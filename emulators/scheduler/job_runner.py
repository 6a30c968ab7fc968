"""One job at work: it waits for its next slot, runs, and tries again when a run fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from emulators.clock.clock import Clock
from emulators.scheduler.held_job import HeldJob
from emulators.scheduler.messages import ENABLED
from emulators.tasks.outgoing import Answer

Attempt = Callable[[HeldJob], Coroutine[Any, Any, Answer]]


class JobRunner:
    """Runs nothing before `start`. `save` is told of every change of the job's state."""

    def __init__(
        self, held: HeldJob, *, clock: Clock, attempt: Attempt, save: Callable[[HeldJob], None]
    ) -> None:
        self.held = held
        self._clock = clock
        self._attempt = attempt
        self._save = save
        self._attempts: set[asyncio.Task[Answer]] = set()
        self._latest_attempt: asyncio.Task[Answer] | None = None
        self._is_started = False
        self._disarm: Callable[[], None] = lambda: None

    @property
    def is_running(self) -> bool:
        return self._latest_attempt is not None

    def start(self) -> None:
        """Begin to wait. A slot that has passed meanwhile is not made up for, a retry is."""
        self._is_started = True
        if not self.held.failures and self.held.due_at < self._clock.now():
            self.reschedule()
        self._arm()

    def break_off(self) -> list[asyncio.Task[Answer]]:
        """Stop waiting and sending; the result is what has yet to end."""
        self._is_started = False
        self._disarm()
        self._latest_attempt = None
        broken_off = list(self._attempts)
        self._attempts.clear()
        for attempt in broken_off:
            attempt.cancel()
        return broken_off

    def reschedule(self) -> None:
        """Wait for the first slot from now on, whatever went before."""
        now = self._clock.now()
        self._latest_attempt = None
        self.held.await_slot(self.held.schedule.following(now, now))
        self._save(self.held)
        self._arm()

    def state_changed(self) -> None:
        self._save(self.held)
        self._arm()

    def run_now(self) -> asyncio.Task[Answer]:
        """Run outside the schedule, whatever the job's state, even while it is running."""
        self.held.await_slot(self._clock.now())
        return self._begin()

    def _arm(self) -> None:
        self._disarm()
        if self._is_started and self.held.job.state == ENABLED and not self.is_running:
            self._disarm = self._clock.call_at(self.held.due_at, self._due)

    def _due(self) -> None:
        held = self.held
        if not held.failures:
            # Slots that were missed, because a run took long or the clock jumped, become one.
            held.await_slot(held.schedule.latest(held.slot_at, self._clock.now()))
        self._begin()

    def _begin(self) -> asyncio.Task[Answer]:
        self._disarm()
        self.held.note_attempt(self._clock.now())
        self._save(self.held)
        attempt = asyncio.get_running_loop().create_task(self._attempt(self.held))
        self._latest_attempt = attempt
        self._attempts.add(attempt)
        attempt.add_done_callback(self._ended)
        return attempt

    def _ended(self, attempt: asyncio.Task[Answer]) -> None:
        if attempt not in self._attempts:
            return
        self._attempts.remove(attempt)
        answer = attempt.result()  # an error of our own goes to the loop's exception handler
        self.held.note_answer(answer)
        if attempt is self._latest_attempt:
            self._latest_attempt = None
            self.held.move_on(answer, self._clock.now())
        self.state_changed()
