"""A stack that runs beside the test."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS_MAX = 60.0  # on a machine that others keep busy
DEADLINE_SECONDS = 30.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stack:
    directory: Path
    supervisor: subprocess.Popen[str]

    @property
    def description(self) -> dict[str, Any]:
        """What `stack.json` says now; see `emulators/supervisor/stack_file.py`."""
        path = self.directory / "stack.json"
        description: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return description

    def kill(self, name: str) -> None:
        """End `cloud` or a function as a crash would: all of its processes, with no warning."""
        os.killpg(self.description["pids"][name], signal.SIGKILL)

    def stop(self) -> float:
        """Stop it as Ctrl-C does; return the seconds it took."""
        since = time.monotonic()
        self.supervisor.send_signal(signal.SIGINT)
        assert self.supervisor.wait(DEADLINE_SECONDS) == 0
        return time.monotonic() - since


@contextmanager
def running(directory: Path, *options: str) -> Iterator[Stack]:
    """A stack with its state in `directory`; it is ready, and stopped at the end of the block."""
    environment = {"PATH": os.environ["PATH"], "KVITTO_PORT": "0"}
    output = directory / "up.txt"
    with output.open("w", encoding="utf-8") as terminal:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "emulators.up", "--state", str(directory), *options],
            cwd=ROOT,
            env=environment,
            stdout=terminal,
            stderr=subprocess.STDOUT,
            text=True,
        )
    stack = Stack(directory, supervisor)
    try:
        until((directory / "stack.json").exists, READY_SECONDS_MAX, unless=supervisor.poll)
        yield stack
    finally:
        if supervisor.poll() is None:
            stack.stop()
        print(output.read_text(encoding="utf-8"))  # noqa: T201 - pytest shows it on a failure


def until(
    condition: Callable[[], T],
    seconds_max: float = DEADLINE_SECONDS,
    *,
    unless: Callable[[], object] = lambda: None,
) -> T:
    """The first true value of `condition`; there is no event to wait for across processes."""
    deadline = time.monotonic() + seconds_max
    while not (value := condition()):
        assert unless() is None, "the stack ended"
        assert time.monotonic() < deadline, f"not within {seconds_max} s"
        time.sleep(0.02)
    return value
