"""A fake in a bad hour: its calls fail as the test has written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Trouble:
    """One call that fails, before or after it was applied."""

    error: Exception
    applied: bool = False


class Troubled:
    """Passes everything on to `inner`, except that calls of `method` take the next trouble."""

    def __init__(self, inner: Any, method: str, troubles: Iterable[Trouble | None]) -> None:
        """None stands for a call that goes well, as does the end of `troubles`."""
        self._inner = inner
        self._method = method
        self._troubles = iter(troubles)
        self.calls = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        real: Callable[..., Any] = getattr(self._inner, name)
        return self._spoiled(real) if name == self._method else real

    def _spoiled(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            trouble = next(self._troubles, None)
            if trouble is None:
                return real(*arguments, **named)
            if trouble.applied:
                real(*arguments, **named)
            raise trouble.error

        return call
