"""From payment to mail, on the whole local stack, one purchase after the other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.server import ROOT

PURCHASES = 30
READY_SECONDS_MAX = 30


@dataclass(frozen=True, slots=True)
class Delay:
    purchases: int
    ready_seconds: float  # `make up`, once installed, to a shop that sells
    p50_seconds: float
    p95_seconds: float


def measure() -> Delay:
    with tempfile.TemporaryDirectory() as directory:
        stack = Path(directory) / "stack.json"
        up = subprocess.Popen(
            [sys.executable, "-m", "emulators.up", "--state", directory],
            cwd=ROOT,
            env={**os.environ, "KVITTO_PORT": "0"},
            stdout=subprocess.DEVNULL,
        )
        try:
            ready = _wait_until_ready(up, stack)
            _buy(stack, 3)  # every process has answered once
            spread = _buy(stack, PURCHASES)
        finally:
            up.send_signal(signal.SIGINT)
            up.wait()
    return Delay(PURCHASES, ready, spread["p50"] / 1e3, spread["p95"] / 1e3)


def _wait_until_ready(up: subprocess.Popen[bytes], stack: Path) -> float:
    since = time.perf_counter()
    while not stack.exists():
        if up.poll() is not None or time.perf_counter() - since > READY_SECONDS_MAX:
            raise RuntimeError("the stack did not get ready")
        time.sleep(0.01)  # the file is the only sign, and a stranger's
    return time.perf_counter() - since


def _buy(stack: Path, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "shared.cli", "buy", "--stack", str(stack), "--json"]
    done = subprocess.run(
        [*command, "--count", str(count)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    spread: dict[str, float] = json.loads(done.stdout)["since_payment_ms"]["receipt_sent"]
    return spread
