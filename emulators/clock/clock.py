"""The one clock of the local cloud: every service asks it for the time, and hangs timers on it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from emulators.clock.settling import Settling
from emulators.clock.timeline import REAL, Timeline
from emulators.clock.timers import Timer, Timers

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock:
    """The machine's time until somebody moves it.

    Timers are set with `call_at`, never with `asyncio.sleep`, so that moving the clock moves
    retries, schedules and leases of all services with it.
    """

    def __init__(
        self, timeline: Timeline = REAL, moved: Callable[[Timeline], None] = lambda _: None
    ) -> None:
        """`moved` is told every new timeline, before anything happens by it."""
        self._moved = moved
        self._timers = Timers()
        self._settling = Settling()
        self._handle: asyncio.TimerHandle | None = None
        self._rings_at: datetime | None = None
        self.is_walking = False
        self._take(timeline)

    @property
    def timeline(self) -> Timeline:
        return self._timeline

    def now(self) -> datetime:
        """The current instant, UTC, microseconds."""
        if self._offset is not None:
            return datetime.now(UTC) + self._offset
        return _EPOCH + timedelta(microseconds=self.time_ns() // 1000)

    def time_ns(self) -> int:
        """Nanoseconds since the epoch."""
        return self._timeline.at(time.time_ns())

    def call_at(self, when: datetime, action: Callable[[], None]) -> Callable[[], None]:
        """Run `action` on the event loop once `when` has come; the result cancels it."""
        timer = self._timers.add(when, action)
        if self._rings_at is None or when < self._rings_at:
            self._arm()
        return lambda: self._timers.cancel(timer)

    def call_after(self, delay: timedelta, action: Callable[[], None]) -> Callable[[], None]:
        return self.call_at(self.now() + delay, action)

    async def wait_until(self, when: datetime) -> None:
        """Return once `when` has come; moving the clock wakes it."""
        came = asyncio.Event()
        cancel = self.call_at(when, came.set)
        try:
            await came.wait()
        finally:
            cancel()

    def advance(self, by: timedelta) -> None:
        """Leap: the time between is skipped, and all that came due in it finds it is late."""
        if by < timedelta():
            raise ValueError(f"the clock only moves forward, not by {by}")
        leap_ns = by // _MICROSECOND * 1000
        self.follow(replace(self._timeline, virtual_ns=self._timeline.virtual_ns + leap_ns))

    async def walk_to(self, when: datetime) -> int:
        """Let the time until `when` pass, timer by timer; return how many timers ran.

        Every timer runs at the instant it was due at, in order, and so do those that they set.
        Before the next instant comes, what they began has come to an end: see `Settling`. When
        it returns it is `when`, and time goes on as before.
        """
        if self.is_walking:
            raise RuntimeError("the clock is on its way already")
        speed, count = self._timeline.speed, 0
        self.is_walking = True
        try:
            self._stand_at(self.now())
            await self._settling.settle()
            while (due_at := self._timers.first_due_at()) is not None and due_at <= when:
                self._stand_at(max(due_at, self.now()))
                count += self._ring()
                await self._settling.settle()
            self._stand_at(max(when, self.now()))
        finally:
            self.is_walking = False
            self.run_at(speed)
        return count

    def run_at(self, speed: float) -> None:
        """Go on from now at this speed; 0 stops the clock."""
        machine_ns = time.time_ns()
        self.follow(Timeline(self._timeline.at(machine_ns), machine_ns, speed))

    def follow(self, timeline: Timeline) -> None:
        """Take another timeline, also one that leads back. Timers stay where they are."""
        if self.is_walking:
            raise RuntimeError("the clock is on its way")
        self._take(timeline)
        if self._timers.first_due_at() is not None:
            self._arm()

    def hold(self) -> Callable[[], None]:
        """Let a clock that walks wait for work outside of the loop, until the result is called."""
        return self._settling.hold()

    def _take(self, timeline: Timeline) -> None:
        self._timeline = timeline
        is_steady = timeline.speed == 1
        offset_ns = timeline.virtual_ns - timeline.machine_ns
        self._offset = timedelta(microseconds=offset_ns // 1000) if is_steady else None
        self._moved(timeline)

    def _stand_at(self, when: datetime) -> None:
        self._take(Timeline((when - _EPOCH) // _MICROSECOND * 1000, time.time_ns(), 0.0))

    def _arm(self) -> None:
        """Wake the loop for the first timer, unless time stands still."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = self._rings_at = None
        due_at = self._timers.first_due_at()
        if due_at is None or self._timeline.speed == 0:
            return
        delay_seconds = (due_at - self.now()).total_seconds() / self._timeline.speed
        loop = asyncio.get_running_loop()
        self._handle = loop.call_later(max(0.0, delay_seconds), self._ring_and_arm)
        self._rings_at = due_at

    def _ring_and_arm(self) -> None:
        self._handle = self._rings_at = None
        self._ring()
        self._arm()

    def _ring(self) -> int:
        """Run the timers that are due by now; the number of them."""
        due = self._timers.take_due(self.now())
        for timer in due:
            _run(timer)
        return len(due)


def _run(timer: Timer) -> None:
    """Run it; an error goes where the loop's own go, and keeps no other timer from running."""
    try:
        timer.run()
    except Exception as error:  # noqa: BLE001 - whatever it is, the loop's handler is told
        asyncio.get_running_loop().call_exception_handler(
            {"message": f"a timer for {timer.when} failed", "exception": error}
        )
