"""Our Firestore and Pub/Sub beside Google's emulators, through the official clients."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from emulators.google.installed import NotInstalled, firestore_command, pubsub_command
from tests.benchmarks import emulator_load as load
from tests.benchmarks.server import ROOT
from tests.emulators.firestore.clients import connected as connected_firestore
from tests.emulators.google_emulator import running
from tests.emulators.pubsub.clients import connected as connected_pubsub

ROUNDS = 3
FIRESTORE = {
    "set": load.sets,
    "get": load.gets,
    "query": load.queries,
    "order transaction": load.order_transactions,
    "documents in batches": load.batches,
}
PUBSUB = {
    "publish": load.publishes,
    "pull and acknowledge": load.pulls,
    "streaming pull": load.streaming_pulls,
}


@dataclass(frozen=True, slots=True)
class Pace:
    what: str
    unit: str
    ours: float
    googles: float | None  # None: too slow to be asked, or not installed


def measure() -> list[Pace]:
    """Each figure is a median of rounds that ask ours and Google's by turns."""
    with (
        _ours() as (firestore, pubsub),
        connected_firestore(firestore) as documents,
        connected_pubsub(pubsub) as messages,
    ):
        return [*_firestore(documents), *_pubsub(messages)]


def _firestore(ours: Any) -> Iterator[Pace]:
    with _google(firestore_command, connected_firestore) as google:
        for what, ask in FIRESTORE.items():
            yield _pace(what, "/s", ask, ours, google)
    # Google's emulator needs minutes for this, and most of it fails.
    yield _pace("increments of one document by 8", "/s", load.contended_increments, ours, None)


def _pubsub(ours: Any) -> Iterator[Pace]:
    with _google(pubsub_command, connected_pubsub) as google:
        for what, ask in PUBSUB.items():
            yield _pace(what, "/s", ask, ours, google)
        latency = load.push_latency_milliseconds
        yield _pace("push latency at rest", "ms", latency, ours, google)


def _pace(what: str, unit: str, ask: Callable[[Any], float], ours: Any, google: Any) -> Pace:
    us, them = [], []
    for _ in range(ROUNDS + 1):
        us.append(ask(ours))
        if google is not None:
            them.append(ask(google))
    # The first round warms both up; a Java program needs it more.
    return Pace(what, unit, _median(us), _median(them) if them else None)


def _median(figures: list[float]) -> float:
    return statistics.median(figures[1:])


@contextmanager
def _ours() -> Iterator[tuple[str, str]]:
    command = [sys.executable, "-m", "tests.benchmarks.embedded"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # it was opened as a pipe
        firestore, pubsub = process.stdout.readline().split()
        yield f"127.0.0.1:{firestore}", f"127.0.0.1:{pubsub}"
    finally:
        process.kill()
        process.communicate()


@contextmanager
def _google(command: Callable[[int], list[str]], connect: Callable[[str], Any]) -> Iterator[Any]:
    try:
        command(0)
    except NotInstalled as missing:
        sys.stdout.write(f"  (without Google's: {missing})\n")
        yield None
        return
    with running(command) as address, connect(address) as client:
        yield client


def lines(paces: list[Pace]) -> Iterator[str]:
    for pace in paces:
        beside = (
            f" Google's {pace.googles:8.1f}, ratio {pace.ours / pace.googles:5.2f}"
            if pace.googles
            else ""
        )
        yield f"  {pace.what:31} {pace.ours:8.1f} {pace.unit:3}{beside}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(measure())) + "\n")
