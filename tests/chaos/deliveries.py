"""Deliveries in virtual time, each at least once: what fails comes back, later every time."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.domain.errors import NotYet
from shared.usecases.audit.books import Breach
from shared.usecases.open_checkout import KeyInUse
from shared.usecases.ports.failures import Unavailable
from tests.chaos.faults import Crash, Faults
from tests.fakes.world import FakeClock

BACKOFF_MAX = timedelta(minutes=5)
ATTEMPTS_MAX = 25  # then a message is given up: whatever repeats for ever makes no progress
SOON = timedelta(hours=1)  # what is due later finds the world at rest
A_MINUTE = timedelta(seconds=61)  # until the scheduler's sweeps come by


@dataclass(order=True)
class Delivery:
    due: datetime
    sequence: int
    process: str = field(compare=False)
    run: Callable[[], object] = field(compare=False)
    comes_back_after: timedelta | None = field(compare=False, default=None)  # the first time
    is_message: bool = field(compare=False, default=True)  # which may come again; a deed does not
    attempt: int = field(compare=False, default=0)


class Deliveries:
    def __init__(
        self,
        faults: Faults,
        clock: FakeClock,
        *,
        hand_on: Callable[[], None],
        sweep: Callable[[datetime], None],
    ) -> None:
        """`hand_on` schedules what follows from a delivery, `sweep` the sweeps of one minute."""
        self._faults = faults
        self._clock = clock
        self._hand_on = hand_on
        self._sweep = sweep
        self._heap: list[Delivery] = []
        self._sequence = itertools.count()
        self._done: list[Delivery] = []
        self.given_up: list[Breach] = []

    def add(
        self,
        process: str,
        run: Callable[[], object],
        due: datetime,
        *,
        comes_back_after: timedelta | None = None,
        is_message: bool = True,
    ) -> None:
        number = next(self._sequence)
        heapq.heappush(
            self._heap, Delivery(due, number, process, run, comes_back_after, is_message)
        )

    def drain(self) -> None:
        """Deliver until nothing is due soon."""
        while self._heap and self._heap[0].due <= self._clock.at + SOON:
            delivery = heapq.heappop(self._heap)
            self._clock.move_to(delivery.due)
            self._invoke(delivery)
            self._hand_on()

    def skip_to_next(self) -> bool:
        """Let the days go by until something is due again; False if nothing ever is."""
        if not self._heap:
            return False
        self._clock.move_to(self._heap[0].due)
        return True

    def repeat_everything(self) -> None:
        """Every message that was ever delivered, once more in its old order."""
        done, self._done = self._done, []
        for delivery in done:
            if delivery.is_message:
                self._invoke(delivery)
                self._hand_on()
                self.drain()

    def _invoke(self, delivery: Delivery) -> None:
        self._enter(delivery)
        try:
            delivery.run()
        except (Crash, NotYet, Unavailable) as reason:
            self._again(delivery, reason)
        else:
            self._done.append(delivery)
        finally:
            self._faults.revive()

    def _enter(self, delivery: Delivery) -> None:
        self._faults.process = delivery.process
        self._faults.interleave = lambda: self._interleaved(delivery)
        self._faults.stall = lambda: self._stalled(delivery)

    def _stalled(self, delivery: Delivery) -> None:
        """The message comes again, to another process, and the world comes to rest."""
        self.add(delivery.process, delivery.run, self._clock.at + A_MINUTE)
        self._hand_on()
        self.drain()
        self._enter(delivery)

    def _interleaved(self, delivery: Delivery) -> None:
        """A second copy of the same delivery, run to its end inside the first."""
        try:
            delivery.run()
        except (KeyInUse, NotYet, Unavailable):
            return  # it would come back; the first copy is still at it

    def _again(self, delivery: Delivery, reason: BaseException) -> None:
        delivery.attempt += 1
        if delivery.attempt > ATTEMPTS_MAX:
            what = f"{delivery.process} gives up: {reason!r}"
            self.given_up.append(Breach("10 no event in limbo", what, ()))
            return
        backoff = min(BACKOFF_MAX, timedelta(seconds=2**delivery.attempt))
        if backoff > A_MINUTE:
            # It may wait for what only a sweep can bring. Idle sweeps in between are left out.
            self._sweep(self._clock.at + A_MINUTE)
        pause, delivery.comes_back_after = delivery.comes_back_after or backoff, None
        delivery.due = self._clock.at + pause
        heapq.heappush(self._heap, delivery)
