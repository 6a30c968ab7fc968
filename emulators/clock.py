"""The one clock of the local cloud: every service asks it for the time, and hangs timers on it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Wall time plus an offset.

    Timers are set with `call_at`, never with `asyncio.sleep`, so that moving the offset
    moves retries, schedules and leases of all services with it.
    """

    def __init__(self) -> None:
        self._offset = timedelta()
        self._timers: dict[object, tuple[datetime, Callable[[], None], asyncio.TimerHandle]] = {}

    def now(self) -> datetime:
        """The current instant, UTC, microseconds."""
        return datetime.now(UTC) + self._offset

    def time_ns(self) -> int:
        """Nanoseconds since the epoch, with the offset applied."""
        return time.time_ns() + self._offset // timedelta(microseconds=1) * 1000

    def call_at(self, when: datetime, action: Callable[[], None]) -> Callable[[], None]:
        """Run `action` on the event loop once `when` has come; the result cancels it."""
        token = object()
        self._arm(token, when, action)
        return lambda: self._cancel(token)

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
        """Move the clock forward and re-arm every timer against the new time."""
        if by < timedelta():
            raise ValueError(f"the clock only moves forward, not by {by}")
        self._offset += by
        for token, (when, action, handle) in list(self._timers.items()):
            handle.cancel()
            self._arm(token, when, action)

    def _arm(self, token: object, when: datetime, action: Callable[[], None]) -> None:
        def fire() -> None:
            self._timers.pop(token, None)
            action()

        delay = max(0.0, (when - self.now()).total_seconds())
        handle = asyncio.get_running_loop().call_later(delay, fire)
        self._timers[token] = (when, action, handle)

    def _cancel(self, token: object) -> None:
        timer = self._timers.pop(token, None)
        if timer is not None:
            timer[2].cancel()
