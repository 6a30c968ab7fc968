"""Many processes that hand out numbers at once and die at any moment, played by threads."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from google.cloud import firestore

from shared.adapters.firestore.database import FirestoreDatabase
from shared.adapters.world import SystemRandomness, wait
from shared.usecases.number_invoices import NumberInvoices
from shared.usecases.ports.database import Write
from shared.usecases.ports.failures import Unavailable
from shared.usecases.relay import Relay
from shared.usecases.transaction import Transactions
from tests.fakes.messages import MemoryTasks, MemoryTopic

DEATHS_MAX = 4  # of one issuer before a commit: the run must come to an end
DEATH_PROBABILITY = 0.15  # before a commit; after one, every second dies that was applied
BATCH_MAX = 20  # small, so that there is much to fight about


class Killed(BaseException):
    """The process is gone. Not an Exception: no handler of ours may see it."""


@dataclass
class Mortal:
    """A database whose user may be killed just before a commit, or just after it."""

    inner: FirestoreDatabase
    dice: random.Random
    applied: Iterator[int]  # counts the commits of all
    deaths: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def commit(self, writes: Sequence[Write]) -> None:
        if len(self.deaths) < DEATHS_MAX and self.dice.random() < DEATH_PROBABILITY:
            self._die("before")
        self.inner.commit(writes)
        if next(self.applied) % 2:
            self._die("after")

    def _die(self, when: str) -> None:
        self.deaths.append(when)
        raise Killed


@dataclass(frozen=True, slots=True)
class Fight:
    """What became of all the issuers together."""

    deaths: list[str]
    topic: MemoryTopic


def fight(
    clients: Sequence[firestore.Client],
    series: Sequence[str],
    clock: Callable[[int], datetime],
    *,
    seed: int,
) -> Fight:
    """One issuer for each client, all at once, until nothing waits in their series.

    `clock` says what time it is for the issuer of that number.
    """
    together = threading.Barrier(len(clients))
    topic = MemoryTopic()
    deaths: list[str] = []
    applied = itertools.count()

    def issue(number: int) -> None:
        dice = random.Random(f"{seed}-{number}")
        database: Any = Mortal(FirestoreDatabase(clients[number]), dice, applied)
        transactions = Transactions(database, SystemRandomness(), wait)
        now = partial(clock, number)
        relay = Relay(database, topic, MemoryTasks(), now)
        numbering = NumberInvoices(transactions, relay, now, BATCH_MAX)
        together.wait()
        while not _has_finished(numbering, series[number % len(series)]):
            pass  # the queue gives the task to another process
        deaths.extend(database.deaths)

    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(issue, range(len(clients))))
    return Fight(deaths, topic)


def _has_finished(numbering: NumberInvoices, series: str) -> bool:
    try:
        numbering(series)
    except (Killed, Unavailable):
        return False
    return True
