"""All the faults that stand, and what they do to whom."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from emulators.clock.clock import Clock
from emulators.control.faults.fault import Disconnect, Fault, On, Throttle
from emulators.control.faults.open_streams import OpenStream, OpenStreams
from emulators.control.faults.trouble import NONE, Trouble

_SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Standing:
    """A fault and what it has done so far."""

    id: str
    fault: Fault
    met: int = 0
    dice: random.Random = field(init=False)
    _recent: deque[datetime] = field(default_factory=deque)
    """What a throttle let pass within the last second."""

    def __post_init__(self) -> None:
        self.dice = random.Random(self.fault.seed)  # noqa: S311 - chooses whom a fault meets

    @property
    def is_spent(self) -> bool:
        return self.fault.times is not None and self.met >= self.fault.times

    def strikes(self, now: datetime) -> bool:
        """Cast the dice for one that it is aimed at."""
        if self.is_spent or self.dice.random() >= self.fault.probability:
            return False
        if isinstance(self.fault, Throttle) and self._has_room(now, self.fault.per_second):
            return False
        self.met += 1
        return True

    def _has_room(self, now: datetime, per_second: int) -> bool:
        while self._recent and self._recent[0] <= now - _SECOND:
            self._recent.popleft()
        if len(self._recent) >= per_second:
            return False
        self._recent.append(now)
        return True


class Faults:
    """`calls` and `deliveries` are empty as long as nothing is asked for: look there first."""

    def __init__(self, clock: Clock) -> None:
        self.calls: tuple[Standing, ...] = ()
        self.deliveries: tuple[Standing, ...] = ()
        self.clock = clock
        self.open_streams = OpenStreams()
        self._count = 0

    def add(self, fault: Fault) -> Standing:
        self._count += 1
        standing = Standing(f"fault-{self._count}", fault)
        if isinstance(fault, Disconnect):
            self._cut_open_streams(standing, fault)
        self._set([*self.all(), standing])
        return standing

    def all(self) -> list[Standing]:
        """Those that have anything left to do, oldest first."""
        standing = [one for one in (*self.calls, *self.deliveries) if not one.is_spent]
        return sorted(standing, key=lambda one: int(one.id.rpartition("-")[2]))

    def remove(self, fault_id: str) -> None:
        """`LookupError` for one that does not stand any more."""
        left = [one for one in self.all() if one.id != fault_id]
        if len(left) == len(self.all()):
            raise LookupError(f"there is no fault {fault_id}")
        self._set(left)

    def clear(self) -> None:
        self._set([])

    def aimed(self, on: On, service: str, method: str) -> bool:
        """Whether any fault may meet such a call, whatever it is about."""
        standing = self.calls if on is On.CALLS else self.deliveries
        return any(one.fault.aims_at(on, service, method) for one in standing)

    def meet(self, on: On, service: str, method: str, resources: list[str]) -> Trouble:
        """Cast the dice for one call; what it meets adds up."""
        trouble, now = NONE, self.clock.now()
        standing = self.calls if on is On.CALLS else self.deliveries
        for one in standing:
            aimed = one.fault.aims_at(on, service, method) and one.fault.meets(resources)
            if aimed and one.strikes(now):
                trouble = one.fault.worsen(trouble, one.dice)
        if any(one.is_spent for one in standing):
            self._set(self.all())
        return trouble

    @contextmanager
    def stream(self, service: str, method: str) -> Iterator[OpenStream]:
        """Known for as long as it is open, so that a disconnect can end it."""
        with self.open_streams.opened(service, method) as stream:
            yield stream

    def _cut_open_streams(self, standing: Standing, fault: Disconnect) -> None:
        if fault.after_messages:
            return
        for stream in self.open_streams.all():
            aimed = fault.aims_at(On.CALLS, stream.service, stream.method)
            if aimed and fault.meets(stream.resources) and standing.strikes(self.clock.now()):
                stream.cut()

    def _set(self, standing: list[Standing]) -> None:
        left = [one for one in standing if not one.is_spent]
        self.calls = tuple(one for one in left if one.fault.on is On.CALLS)
        self.deliveries = tuple(one for one in left if one.fault.on is On.DELIVERIES)
