"""From paid to numbered while fifty orders a second come in, however fast they are served.

The numberer is the function as deployed. The orders are paid by this process: it commits and
tells of each what the payment processor does that concerns the invoice.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from google.cloud import firestore

from shared.adapters.cloud_tasks import CloudTasks, QueueTarget, tasks_client
from shared.adapters.firestore.codec import COLLECTIONS
from shared.adapters.firestore.database import FirestoreDatabase
from shared.adapters.pubsub_topic import PubSubTopic, publisher_client
from shared.adapters.world import utc_now
from shared.composition.outbox import NUMBERING_PATH
from shared.domain.cause import Cause
from shared.domain.ids import OrderId
from shared.domain.invoice import Invoice
from shared.domain.numbering import NumberRecord
from shared.events.commerce import OrderPaid, amount_of, logged
from shared.usecases.ports.database import Create
from shared.usecases.ports.messages import Queue
from shared.usecases.relay import Relay
from tests.benchmarks.one_function import alone, function_of
from tests.builders.invoices import an_invoice
from tests.emulators.firestore.clients import connected
from tests.numbering.local_cloud import LocalCloud, running_cloud

NUMBERER = "invoice-numberer"
PER_SECOND = 50
ORDERS = 1000
PAYERS = 16  # threads, so that one that waits holds up no other
REST_SECONDS_MAX = 120.0


@dataclass(frozen=True, slots=True)
class Delay:
    p50_seconds: float
    p95_seconds: float
    late_p95_seconds: float  # by which the orders themselves came late: the machine's delay
    cpu_milliseconds: float  # of the numberer, for each number


@dataclass(frozen=True, slots=True)
class Till:
    """Takes the money: an invoice that waits, and the event that wakes the numberer."""

    database: FirestoreDatabase
    relay: Relay

    def pay(self, number: int) -> None:
        at = utc_now()
        invoice = replace(an_invoice(order_id=OrderId(f"ord_{number:026d}")), requested_at=at)
        paid = OrderPaid(
            order_id=invoice.order_id,
            payment_id=invoice.snapshot.payment_id,
            invoice_id=invoice.id,
            series=invoice.series,
            total=amount_of(invoice.snapshot.total),
        )
        row = logged(paid, at=at, cause=Cause(f"evt_{number}", invoice.traceparent))
        self.database.commit([Create(invoice), Create(row)])
        self.relay.try_now([row])


def measure() -> Delay:
    with running_cloud() as cloud, ExitStack() as stack:
        names = (cloud.topology.project, cloud.topology.firestore.database)
        client = stack.enter_context(connected(cloud.firestore, *names))
        server = stack.enter_context(alone(cloud, NUMBERER))
        till = _till(cloud, client)
        _offer(till, range(PER_SECOND))  # everybody has worked once
        _wait_for_numbers(client, PER_SECOND)
        cpu = server.cpu_seconds()
        late = _offer(till, range(PER_SECOND, PER_SECOND + ORDERS))
        _wait_for_numbers(client, PER_SECOND + ORDERS)
        spent = server.cpu_seconds() - cpu
        delays = _delays(client)
    return Delay(
        p50_seconds=_quantile(delays, 0.5),
        p95_seconds=_quantile(delays, 0.95),
        late_p95_seconds=_quantile(late, 0.95),
        cpu_milliseconds=spent / ORDERS * 1e3,
    )


def _till(cloud: LocalCloud, client: firestore.Client) -> Till:
    settings = function_of(cloud, NUMBERER).environment
    target = QueueTarget(settings["NUMBERING_QUEUE"], settings["NUMBERER_URL"], NUMBERING_PATH)
    database = FirestoreDatabase(client)
    relay = Relay(
        database,
        PubSubTopic(publisher_client(cloud.pubsub), settings["COMMERCE_EVENTS_TOPIC"]),
        CloudTasks(tasks_client(cloud.tasks), {Queue.NUMBERING: target}, settings["TASKS_INVOKER"]),
        utc_now,
    )
    return Till(database, relay)


def _offer(till: Till, numbers: range) -> list[float]:
    """Pay one order after the other at its own time; by how many seconds each was late."""
    start = time.perf_counter()

    def pay(place: int, number: int) -> float:
        due = start + place / PER_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))  # an open loop is paced by the clock
        late = time.perf_counter() - due
        till.pay(number)
        return late

    with ThreadPoolExecutor(PAYERS) as pool:
        return list(pool.map(pay, range(len(numbers)), numbers))


def _wait_for_numbers(client: firestore.Client, count: int) -> None:
    since = time.perf_counter()
    registry: Any = client.collection(COLLECTIONS[NumberRecord])
    while registry.count().get()[0][0].value < count:
        if time.perf_counter() - since > REST_SECONDS_MAX:
            raise RuntimeError("the orders were not numbered")
        time.sleep(0.5)  # after the run: nothing that is measured is disturbed


def _delays(client: firestore.Client) -> list[float]:
    """Seconds from the payment to the commit that made the number."""
    invoices = FirestoreDatabase(client).scan(Invoice)
    return list(_seconds(client, {invoice.id: invoice.requested_at for invoice in invoices}))


def _seconds(client: firestore.Client, paid_at: Mapping[str, datetime]) -> Iterator[float]:
    for number in client.collection(COLLECTIONS[NumberRecord]).stream():
        yield (number.create_time - paid_at[number.get("invoice_id")]).total_seconds()


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def budgeted(delay: Delay) -> dict[str, float]:
    """In the names of `budgets.toml`."""
    return {"paid_to_numbered_p95_s": delay.p95_seconds}


def line(delay: Delay) -> str:
    return (
        f"  {ORDERS} orders, {PER_SECOND}/s: p50 {delay.p50_seconds:.2f} s,"
        f" p95 {delay.p95_seconds:.2f} s, of which p95 {delay.late_p95_seconds:.2f} s"
        f" before the payment; {delay.cpu_milliseconds:.2f} ms CPU of the numberer for each"
    )


if __name__ == "__main__":
    sys.stdout.write(line(measure()) + "\n")
