from __future__ import annotations

from datetime import datetime, timedelta

from emulators.clock.clock import Clock


class LeapingClock(Clock):
    """Time comes to whoever waits for it: nobody waits in earnest, and an hour takes no time."""

    async def wait_until(self, when: datetime) -> None:
        self.advance(max(when - self.now(), timedelta()))
        await super().wait_until(when)
