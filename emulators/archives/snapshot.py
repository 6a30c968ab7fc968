"""Snapshots: all the shelves of a cloud, and its clock, under a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from emulators.clock.timeline import Timeline
from emulators.shelf import Archive

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Snapshot:
    name: str
    taken_at: datetime  # by the machine's clock
    timeline: Timeline
    counts: dict[str, int]
    """Records, by shelf."""


class Restorable(Archive, Protocol):
    """An archive that can go back. Unknown names: `LookupError`; taken ones: `ValueError`."""

    def counts(self) -> dict[str, int]:
        """Records, by shelf."""
        ...

    def snapshots(self) -> list[Snapshot]:
        """Oldest first."""
        ...

    def take(self, name: str, timeline: Timeline) -> Snapshot: ...

    def restore(self, name: str) -> Snapshot:
        """Make the shelves what they were. Nobody may be using them."""
        ...

    def drop(self, name: str) -> None: ...
