"""The local cloud alone: how soon all services listen, and what memory a thousand orders take.

`python -m tests.benchmarks.local_cloud` measures this and nothing else. Linux only.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from emulators.supervisor.claim import claim_ports
from emulators.topology import Topology
from tests.benchmarks.budgets import BUDGETS
from tests.benchmarks.server import cpu_seconds_of
from tests.benchmarks.stack import Stack, running_stack
from tests.numbering.local_cloud import cloud_process

ORDERS = (100, 1_000)
STARTS = 5
CONCURRENCY = 6  # purchases at a time


@dataclass(frozen=True, slots=True)
class Start:
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Size:
    orders: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class LocalCloud:
    start: Start
    sizes: tuple[Size, ...]

    def budgeted(self) -> dict[str, float]:
        """In the names of `budgets.toml`."""
        return {"ready_s": self.start.seconds, "resident_mb": self.sizes[-1].megabytes}

    def lines(self) -> Iterator[str]:
        budgets = BUDGETS["local_cloud"]
        yield (
            f"  all services listen after {self.start.seconds:.2f} s,"
            f" {self.start.cpu_seconds:.2f} s of CPU (at most {budgets['ready_s_max']} s)"
        )
        for size in self.sizes:
            yield f"  {size.orders:5} orders  {size.megabytes:5.1f} MB resident"
        yield f"  (at most {budgets['resident_mb_max']} MB)"


def measure() -> LocalCloud:
    starts = [_start() for _ in range(STARTS)]
    start = Start(median(one.seconds for one in starts), median(one.cpu_seconds for one in starts))
    with running_stack() as stack:
        return LocalCloud(start, tuple(_sizes(stack)))


def _start() -> Start:
    """Of the one process that is all services, with nothing kept from before."""
    claim = claim_ports(0, [function.name for function in Topology.load().functions])
    claim.release()
    with tempfile.TemporaryDirectory() as directory:
        archive, since = f"{directory}/cloud.sqlite", time.perf_counter()
        with cloud_process("--base-port", str(claim.base), "--archive", archive) as pid:
            return Start(time.perf_counter() - since, cpu_seconds_of(pid))


def _sizes(stack: Stack) -> Iterator[Size]:
    pid, bought = stack.pid("cloud"), 0
    yield Size(bought, _megabytes(pid))
    for orders in ORDERS:
        stack.buy(orders - bought, CONCURRENCY)
        bought = orders
        yield Size(bought, _megabytes(pid))


def _megabytes(pid: int) -> float:
    """Resident, with what it shares with other processes."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(rollup.split("Rss:")[1].split()[0]) / 1024


if __name__ == "__main__":
    for line in measure().lines():
        sys.stdout.write(line + "\n")
