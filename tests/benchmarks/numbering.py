"""Numbers a second in one series and in several, beside plain commits by the same client."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from shared.adapters.firestore.database import FirestoreDatabase
from shared.adapters.pubsub_topic import publisher_client
from tests.benchmarks.numbering_issuer import BASELINE
from tests.benchmarks.server import ROOT, cpu_seconds_of
from tests.emulators.firestore.clients import connected
from tests.numbering.local_cloud import LocalCloud, running_cloud
from tests.numbering.outcome import let_wait

ROUNDS = 3
AT_ONCE = (1, 2, 4)
DISTANCE_SECONDS = 0.1
"""What each call takes longer with both services far away."""
PROJECT = "numbering-benchmark"
TOPIC = f"projects/{PROJECT}/topics/heard-by-nobody"

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Load:
    waiting: int  # in each series
    batch: int  # how many are numbered in one commit


LOADS = {False: Load(400, 200), True: Load(100, 10)}
"""Whether both are distant → what is done: far away in commits so small that the issuers only wait,
for what is asked there is whether one series holds up another."""


@dataclass(frozen=True, slots=True)
class Rate:
    series: int  # at once; 0 for the baseline, one commit after the other
    is_distant: bool
    per_second: float
    cpu_milliseconds: float  # of the issuer, for each number
    cloud_cpu_milliseconds: float  # of the local cloud, the same


@dataclass(frozen=True, slots=True)
class Issuer:
    process: subprocess.Popen[str]

    def tell(self, series: str, batch: int) -> None:
        assert self.process.stdin is not None  # it was opened as a pipe
        self.process.stdin.write(f"{series} {batch}\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, float]:
        assert self.process.stdout is not None  # the same
        answer: dict[str, float] = json.loads(self.process.stdout.readline())
        return answer


def measure() -> list[Rate]:
    """Medians over rounds that ask all of them by turns."""
    with running_cloud() as cloud, ExitStack() as stack:
        client = stack.enter_context(connected(cloud.firestore, PROJECT))
        publisher_client(cloud.pubsub).create_topic(name=TOPIC)
        issuers = [stack.enter_context(_issuer(cloud)) for _ in range(max(AT_ONCE))]
        rounds = [list(_round(cloud, FirestoreDatabase(client), issuers)) for _ in range(ROUNDS)]
    return [_median(rates) for rates in zip(*rounds, strict=True)]


def _round(
    cloud: LocalCloud, database: FirestoreDatabase, issuers: Sequence[Issuer]
) -> Iterator[Rate]:
    yield _rate(cloud, issuers[:1], [f"{BASELINE}{next(_numbers)}"], count=0, is_distant=False)
    for is_distant in (False, True):
        for count in AT_ONCE:
            series = [f"S{next(_numbers)}" for _ in range(count)]
            let_wait(database, series, range(LOADS[is_distant].waiting))
            cloud.set_faults(*(_DISTANCE if is_distant else ()))
            yield _rate(cloud, issuers[:count], series, count=count, is_distant=is_distant)
            cloud.set_faults()


_DISTANCE = tuple(
    {"kind": "latency", "service": service, "seconds": DISTANCE_SECONDS}
    for service in ("firestore", "pubsub")
)


def _rate(
    cloud: LocalCloud,
    issuers: Sequence[Issuer],
    series: Sequence[str],
    *,
    count: int,
    is_distant: bool,
) -> Rate:
    load = LOADS[is_distant]
    cloud_cpu, since = cpu_seconds_of(cloud.pid), time.perf_counter()
    for issuer, name in zip(issuers, series, strict=True):
        issuer.tell(name, load.batch)
    answers = [issuer.answer() for issuer in issuers]
    seconds = time.perf_counter() - since
    done = sum(answer["count"] for answer in answers)
    if count and done != count * load.waiting:
        raise RuntimeError(f"{done:.0f} of {count * load.waiting} were numbered")
    return Rate(
        series=count,
        is_distant=is_distant,
        per_second=done / seconds,
        cpu_milliseconds=sum(answer["cpu_seconds"] for answer in answers) / done * 1e3,
        cloud_cpu_milliseconds=(cpu_seconds_of(cloud.pid) - cloud_cpu) / done * 1e3,
    )


def _median(rates: Sequence[Rate]) -> Rate:
    return Rate(
        series=rates[0].series,
        is_distant=rates[0].is_distant,
        per_second=median(rate.per_second for rate in rates),
        cpu_milliseconds=median(rate.cpu_milliseconds for rate in rates),
        cloud_cpu_milliseconds=median(rate.cloud_cpu_milliseconds for rate in rates),
    )


@contextmanager
def _issuer(cloud: LocalCloud) -> Iterator[Issuer]:
    command = [sys.executable, "-m", "tests.benchmarks.numbering_issuer"]
    command += ["--project", PROJECT, "--topic", TOPIC]
    command += ["--firestore", cloud.firestore, "--pubsub", cloud.pubsub]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        issuer = Issuer(process)
        issuer.answer()  # it is ready
        yield issuer
    finally:
        process.kill()
        process.communicate()


def budgeted(rates: Sequence[Rate]) -> dict[str, float]:
    """In the names of `budgets.toml`."""
    (one,) = (rate for rate in rates if rate.series == 1 and not rate.is_distant)
    return {"numbers_per_second": one.per_second}


def lines(rates: Sequence[Rate]) -> Iterator[str]:
    bases = {False: rates[0].per_second}
    for rate in rates:
        base = bases.setdefault(rate.is_distant, rate.per_second)
        beside = "commits of one document" if not rate.series else f"{rate.series} series"
        away = f", {DISTANCE_SECONDS * 1e3:.0f} ms away" if rate.is_distant else ""
        yield (
            f"  {beside + away:24} {rate.per_second:6.0f}/s {rate.per_second / base:5.2f}x"
            f"  {rate.cpu_milliseconds:5.2f} ms CPU each,"
            f" and {rate.cloud_cpu_milliseconds:5.2f} ms of the local cloud"
        )


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(measure())) + "\n")
