"""Clock, randomness and waiting: what makes a run repeatable from a seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

Now = Callable[[], datetime]  # UTC, timezone-aware
Wait = Callable[[float], None]  # block for so many seconds


class Randomness(Protocol):
    def token(self) -> str:
        """128 unguessable bits as 26 lowercase letters and digits."""
        ...

    def jitter(self) -> float:
        """Uniform in [0, 1)."""
        ...
