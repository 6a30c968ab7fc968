"""What every service of a local cloud is surrounded by, without being told of it.

The cloud starts each service in a context of its own; whatever handles a call of that service
finds its surroundings there. A server that a test starts by itself has none.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from emulators.control.faults.registry import Faults
from emulators.shelf import Archive


@dataclass(frozen=True, slots=True)
class Surroundings:
    service: str
    faults: Faults
    archive: Archive


SURROUNDINGS: ContextVar[Surroundings | None] = ContextVar("surroundings", default=None)


def commit() -> None:
    """Make sure of what was changed. Call it before an answer leaves."""
    surroundings = SURROUNDINGS.get()
    if surroundings is not None:
        surroundings.archive.commit()
