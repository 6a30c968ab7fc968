"""Who waits for whom, and who gives way when they wait in a circle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from emulators.clock.clock import Clock
from emulators.google_apis.refused import Refused, aborted

LOCK_WAIT_MAX = timedelta(seconds=20)


class Owner:
    """Whoever takes locks: a transaction, or a single commit outside any."""

    def __init__(self, seniority: int | None = None) -> None:
        """`seniority` is lower for who came first; None for who never gives way."""
        self.seniority = seniority
        self.held: set[str] = set()
        self.waits: set[Wait] = set()
        self.followers: list[Wait] = []
        """Waits that this owner's end will grant."""
        self.ended: Refused | None = None
        """What its requests are told that are still under way after its end."""


@dataclass(eq=False, slots=True)
class Wait:
    owner: Owner
    blocker: Callable[[], Owner]
    """Who is in the way just now."""
    granted: asyncio.Future[None]

    def grant(self) -> None:
        if not self.granted.done():
            self.granted.set_result(None)

    def refuse(self, refusal: Refused) -> None:
        if not self.granted.done():
            self.granted.set_exception(refusal)


class WaitingRoom:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def enter(self, owner: Owner, blocker: Callable[[], Owner]) -> Wait:
        return Wait(owner, blocker, asyncio.get_running_loop().create_future())

    async def sit(self, wait: Wait) -> None:
        """Return once granted. Refused as ABORTED in a deadlock, or after LOCK_WAIT_MAX."""
        timed_out = aborted("Too much contention on these documents. Please try again.")
        cancel = self._clock.call_after(LOCK_WAIT_MAX, lambda: wait.refuse(timed_out))
        wait.owner.waits.add(wait)
        try:
            _break_circles(wait.owner)
            await wait.granted
            if wait.owner.ended is not None:
                raise wait.owner.ended
        finally:
            wait.owner.waits.discard(wait)
            cancel()


def _break_circles(owner: Owner) -> None:
    """Of each circle through `owner` the youngest transaction gives way, so that the oldest wins.

    Commits outside transactions take their locks in one order, so no circle is theirs alone.
    """
    while circle := next(_circles(owner, [owner]), None):
        youngest = max(circle, key=lambda each: -1 if each.seniority is None else each.seniority)
        for wait in youngest.waits:
            wait.refuse(aborted("Deadlock with another transaction. Please try again."))


def _circles(start: Owner, path: list[Owner]) -> Iterator[list[Owner]]:
    for wait in path[-1].waits:
        if wait.granted.done():
            continue
        blocker = wait.blocker()
        if blocker is start:
            yield path
        elif blocker not in path:
            yield from _circles(start, [*path, blocker])
