"""What is to happen to named things at known times: expiry and delayed destruction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from emulators.clock.clock import Clock


class Deadlines:
    """Nothing happens before `start`."""

    def __init__(self, clock: Clock, act: Callable[[str], None]) -> None:
        """`act` is told the name whose time has come."""
        self._clock = clock
        self._act = act
        self._due: dict[str, datetime] = {}
        self._cancels: dict[str, Callable[[], None]] = {}
        self._is_started = False

    def start(self) -> None:
        self._is_started = True
        for name, due_at in self._due.items():
            self._arm(name, due_at)

    def stop(self) -> None:
        self._is_started = False
        for cancel in self._cancels.values():
            cancel()
        self._cancels.clear()

    def set(self, name: str, due_at: datetime) -> None:
        """Set a thing's time, in place of any earlier one."""
        self.drop(name)
        self._due[name] = due_at
        if self._is_started:
            self._arm(name, due_at)

    def drop(self, name: str) -> None:
        self._due.pop(name, None)
        cancel = self._cancels.pop(name, None)
        if cancel is not None:
            cancel()

    def _arm(self, name: str, due_at: datetime) -> None:
        def due() -> None:
            self.drop(name)
            self._act(name)

        self._cancels[name] = self._clock.call_at(due_at, due)
