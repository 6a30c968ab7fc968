"""One run for each series at a time, within this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True, slots=True)
class NumberInTurn:
    """Rivals for a series spend most of their work on commits that only one of them wins.

    When a run takes longer than the second until the next task, that would make it longer still.
    Processes may still be rivals; between those, the versions decide.
    """

    number: Callable[[str], int]
    _turns: dict[str, Lock] = field(default_factory=dict)

    def __call__(self, series: str) -> int:
        """How many invoices got their number, once it is this caller's turn."""
        with self._turns.setdefault(series, Lock()):
            return self.number(series)
