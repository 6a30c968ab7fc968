"""Faults at chosen port calls. After a crash every port is dead, as in a process that is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shared.usecases.ports.failures import Unavailable


class Crash(BaseException):
    """The process is gone. Not an Exception: no handler of ours may see it."""


class Mode(StrEnum):
    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    TIMEOUT_APPLIED = "applied, then timeout"
    TIMEOUT_NOT_APPLIED = "timeout, not applied"
    DUPLICATE = "the same delivery runs in between"
    STALLED = "the process stands still while the world goes on"


IMPOSSIBLE = {
    # Reading the clock or throwing dice cannot time out, and nothing waits for it.
    "clock": {Mode.TIMEOUT_APPLIED, Mode.TIMEOUT_NOT_APPLIED, Mode.DUPLICATE},
    "randomness": {Mode.TIMEOUT_APPLIED, Mode.TIMEOUT_NOT_APPLIED, Mode.DUPLICATE},
    # Between the last look at the lease and the mail there is a moment that nobody can close:
    # the mail provider knows no fence. A process that stands still in it sends a second mail.
    "mailer": {Mode.STALLED},
}


@dataclass
class Faults:
    """Counts every port call of a run, and spoils the calls named in `points`, once each."""

    points: dict[int, Mode] = field(default_factory=dict)
    process: str = ""
    calls: list[str] = field(default_factory=list)
    interleave: Callable[[], None] = lambda: None
    stall: Callable[[], None] = lambda: None
    is_dead: bool = False
    struck: set[int] = field(default_factory=set)

    def call(self, port: str, method: str, do: Callable[[], Any]) -> Any:
        if self.is_dead:
            raise Crash
        here = len(self.calls)
        self.calls.append(f"{self.process}: {port}.{method}")
        mode = self.points.get(here)
        if mode is None or mode in IMPOSSIBLE.get(port, ()):
            return do()
        self.struck.add(here)
        return self._spoil(mode, do)

    def revive(self) -> None:
        """A new process takes over."""
        self.is_dead = False

    def _spoil(self, mode: Mode, do: Callable[[], Any]) -> Any:
        match mode:
            case Mode.CRASH_BEFORE:
                self.is_dead = True
                raise Crash
            case Mode.CRASH_AFTER:
                do()
                self.is_dead = True
                raise Crash
            case Mode.TIMEOUT_APPLIED:
                do()
                raise Unavailable("the reply was lost")
            case Mode.TIMEOUT_NOT_APPLIED:
                raise Unavailable("the request was lost")
            case Mode.DUPLICATE:
                self.interleave()
            case Mode.STALLED:
                self.stall()
        return do()


class Port:
    """Stands before a fake and passes every call through the faults."""

    def __init__(self, name: str, inner: Any, faults: Faults) -> None:
        self._name = name
        self._inner = inner
        self._faults = faults

    def __getattr__(self, method: str) -> Callable[..., Any]:
        real = getattr(self._inner, method)

        def call(*arguments: Any, **named: Any) -> Any:
            return self._faults.call(self._name, method, lambda: real(*arguments, **named))

        return call

    def __call__(self, *arguments: Any) -> Any:
        return self._faults.call(self._name, "call", lambda: self._inner(*arguments))
