"""One issuer in a process of its own: numbers a series when told to, and says what it took.

Reads from standard input, one a line, the name of a series and how many are numbered in one
commit; answers each with a line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial

from google.cloud import firestore

from shared.adapters.firestore.database import FirestoreDatabase
from shared.adapters.pubsub_topic import PubSubTopic, publisher_client
from shared.adapters.world import SystemRandomness, utc_now, wait
from shared.domain.delivery import Effect
from shared.domain.ids import OrderId
from shared.usecases.number_invoices import NumberInvoices
from shared.usecases.ports.database import Create
from shared.usecases.relay import Relay
from shared.usecases.transaction import Transactions
from tests.fakes.messages import MemoryTasks

COMMITS = 200  # of the baseline
BASELINE = "baseline"


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("--project", "--firestore", "--pubsub", "--topic"):
        parser.add_argument(name, required=True)
    arguments = parser.parse_args()
    os.environ["FIRESTORE_EMULATOR_HOST"] = arguments.firestore
    database = FirestoreDatabase(firestore.Client(project=arguments.project))
    topic = PubSubTopic(publisher_client(arguments.pubsub), arguments.topic)
    relay = Relay(database, topic, MemoryTasks(), utc_now)  # a number makes no task
    transactions = Transactions(database, SystemRandomness(), wait)
    NumberInvoices(transactions, relay, utc_now)("nothing waits here")  # connected
    _answer({})
    for line in sys.stdin:
        series, batch = line.split()
        is_plain = series.startswith(BASELINE)
        number = NumberInvoices(transactions, relay, utc_now, batch_max=int(batch))
        _answer(_timed(partial(_commit_one_by_one, database) if is_plain else number, series))


def _timed(work: Callable[[str], int], series: str) -> dict[str, float]:
    cpu, since = time.process_time(), time.perf_counter()
    count = work(series)
    seconds = time.perf_counter() - since
    return {"count": count, "seconds": seconds, "cpu_seconds": time.process_time() - cpu}


def _commit_one_by_one(database: FirestoreDatabase, name: str) -> int:
    for number in range(COMMITS):
        database.commit([Create(Effect(f"{name}-{number}", OrderId("ord_1"), "evt_1", utc_now()))])
    return COMMITS


def _answer(answer: dict[str, float]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
