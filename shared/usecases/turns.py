"""One at a time, by name, within this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True, slots=True)
class Turns:
    _locks: dict[str, Lock] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Wait until nobody else of this name is within. Not for who is within already."""
        with self._locks.setdefault(name, Lock()):
            yield
