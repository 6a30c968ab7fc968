"""Where a stack keeps its state, its logs and its secrets; one stack at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from emulators.supervisor.cannot_start import CannotStart


@dataclass(frozen=True, slots=True)
class StateDirectory:
    path: Path

    @property
    def archive(self) -> Path:
        return self.path / "cloud.sqlite"

    @property
    def clock(self) -> Path:
        return self.path / "clock"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets.json"

    @property
    def stack_file(self) -> Path:
        return self.path / "stack.json"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    def log(self, program: str) -> Path:
        return self.logs / f"{program}.log"

    def home(self, program: str) -> Path:
        return self.path / "run" / program


@contextmanager
def held(path: Path) -> Iterator[StateDirectory]:
    """The directory, made if need be, for this process alone.

    It is let go when the process ends, however that happens.
    """
    (path / "logs").mkdir(parents=True, exist_ok=True)
    with (path / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise CannotStart(
                f"process {lock.read().strip()} already runs a stack in {path}: stop it with"
                " Ctrl-C there first"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield StateDirectory(path.resolve())
