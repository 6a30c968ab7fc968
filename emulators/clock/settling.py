"""Waiting until everything is done that an instant brought about."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial

ROUNDS = 20
# Turns of the loop without anybody holding. An answer that comes in over a socket of this
# process needs about five until what follows from it is on its way.
SECONDS_MAX = 10.0
_LOG = logging.getLogger(__name__)


class Settling:
    """Counts the work that goes on outside of this event loop."""

    def __init__(self) -> None:
        self._holders: set[object] = set()
        self._released = asyncio.Event()

    def hold(self) -> Callable[[], None]:
        """Nothing settles until the result has been called; calling it again does nothing."""
        holder = object()
        self._holders.add(holder)
        self._released.clear()
        return partial(self._release, holder)

    def _release(self, holder: object) -> None:
        self._holders.discard(holder)
        if not self._holders:
            self._released.set()

    async def settle(self) -> None:
        """Return once the loop has had nothing to wait for; after `SECONDS_MAX` in any case."""
        try:
            async with asyncio.timeout(SECONDS_MAX):
                await self._rest()
        except TimeoutError:
            _LOG.warning("the clock goes on although work is under way for %g s", SECONDS_MAX)

    async def _rest(self) -> None:
        rounds = 0
        while rounds < ROUNDS:
            if self._holders:
                await self._released.wait()
                rounds = 0
            await asyncio.sleep(0)
            rounds += 1
