"""The whole local stack for a benchmark: started as by `make up`, bought from as in a shop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.server import ROOT

READY_SECONDS_MAX = 60


@dataclass(frozen=True, slots=True)
class Stack:
    description: Path
    ready_seconds: float  # from the command, once installed, to a shop that sells

    def pid(self, program: str) -> int:
        pids: dict[str, int] = json.loads(self.description.read_text(encoding="utf-8"))["pids"]
        return pids[program]

    def buy(self, count: int, concurrency: int = 1) -> dict[str, float]:
        """Wait until every mail is sent; how long it took since the payment, in milliseconds."""
        command = [sys.executable, "-m", "shared.cli", "buy", "--stack", str(self.description)]
        many = ["--json", "--count", str(count), "--concurrency", str(concurrency)]
        done = subprocess.run(
            [*command, *many], cwd=ROOT, capture_output=True, text=True, check=True
        )
        spread: dict[str, float] = json.loads(done.stdout)["since_payment_ms"]["receipt_sent"]
        return spread


@contextmanager
def running_stack() -> Iterator[Stack]:
    with tempfile.TemporaryDirectory() as directory:
        description = Path(directory) / "stack.json"
        up = subprocess.Popen(
            [sys.executable, "-m", "emulators.up", "--state", directory],
            cwd=ROOT,
            env={**os.environ, "KVITTO_PORT": "0"},
            stdout=subprocess.DEVNULL,
        )
        try:
            yield Stack(description, _wait_until_ready(up, description))
        finally:
            up.send_signal(signal.SIGINT)
            up.wait()


def _wait_until_ready(up: subprocess.Popen[bytes], description: Path) -> float:
    since = time.perf_counter()
    while not description.exists():
        if up.poll() is not None or time.perf_counter() - since > READY_SECONDS_MAX:
            raise RuntimeError("the stack did not get ready")
        time.sleep(0.01)  # the file is the only sign, and a stranger's
    return time.perf_counter() - since
