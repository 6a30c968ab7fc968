"""What the control API needs of a local cloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from emulators.archives.snapshot import Restorable, Snapshot
from emulators.clock.clock import Clock
from emulators.clock.timeline import Timeline
from emulators.cloud.service import Running
from emulators.control.faults.registry import Faults


class Controlled(Protocol):
    clock: Clock
    faults: Faults
    archive: Restorable

    @property
    def services(self) -> Mapping[str, Running]: ...

    async def walk_to(self, when: datetime) -> int: ...
    async def follow(self, change: Callable[[Timeline], Timeline]) -> None: ...
    async def restart(self, name: str) -> None: ...
    async def restore(self, name: str) -> Snapshot: ...
