"""What the official clients are timed at, against whichever emulator is at an address."""

from __future__ import annotations

import itertools
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from typing import Any

from google.cloud.firestore import Client, transactional
from google.cloud.firestore_v1.base_query import FieldFilter

from tests.emulators.pubsub.clients import Clients

_rounds = itertools.count(1)
ORDER = {"status": "paid", "total_minor": 13800, "lines": [{"sku": "cup", "quantity": 2}] * 3}


def _per_second(count: int, work: Callable[[], object]) -> float:
    since = time.perf_counter()
    work()
    return count / (time.perf_counter() - since)


def sets(client: Client) -> float:
    orders = client.collection(f"sets{next(_rounds)}")
    return _per_second(400, lambda: [orders.document(str(n)).set(ORDER) for n in range(400)])


def gets(client: Client) -> float:
    document = client.document("gets/1")
    document.set(ORDER)
    return _per_second(400, lambda: [document.get() for _ in range(400)])


def queries(client: Client) -> float:
    orders = client.collection("queried")
    if not orders.document("1999").get().exists:
        _write(client, "queried", 2000)
    query = orders.where(filter=FieldFilter("n", "==", 7)).limit(10)
    return _per_second(150, lambda: [query.get() for _ in range(150)])


def order_transactions(client: Client) -> float:
    """Read three documents, write five; four threads, each on documents of its own."""

    @transactional
    def order(transaction: Any, prefix: str) -> None:
        documents = [client.document(f"shop/{prefix}-{part}") for part in range(5)]
        list(transaction.get_all(documents[:3]))
        for document in documents:
            transaction.set(document, ORDER)

    def work(thread: int) -> None:
        for number in range(50):
            order(client.transaction(), f"{thread}-{number}")

    with ThreadPoolExecutor(4) as pool:
        return _per_second(200, lambda: list(pool.map(work, range(4))))


def batches(client: Client) -> float:
    """Documents per second, 500 in each commit."""
    return _per_second(2000, lambda: _write(client, f"batches{next(_rounds)}", 2000))


def contended_increments(client: Client) -> float:
    """Eight threads, ten transactions each, one document; per second, all must count."""
    document = client.document(f"hot/{next(_rounds)}")
    document.set({"n": 0})

    @transactional
    def increment(transaction: Any) -> None:
        count = document.get(transaction=transaction).get("n")
        transaction.update(document, {"n": count + 1})

    def work(_: int) -> None:
        for _ in range(10):
            increment(client.transaction())

    with ThreadPoolExecutor(8) as pool:
        rate = _per_second(80, lambda: list(pool.map(work, range(8))))
    counted = document.get().get("n")
    if counted != 80:
        raise RuntimeError(f"only {counted} of 80 increments counted")
    return rate


def publishes(clients: Clients) -> float:
    topic = clients.topic()
    return _per_second(400, lambda: [clients.publish(topic, b"x" * 500) for _ in range(400)])


def pulls(clients: Clients) -> float:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    _fill(clients, topic, 5000)

    def drain() -> None:
        left = 5000
        while left:
            received = clients.pull(subscription, max_messages=1000)
            clients.acknowledge(subscription, *received)
            left -= len(received)

    return _per_second(5000, drain)


def streaming_pulls(clients: Clients) -> float:
    topic = clients.topic()
    subscription = clients.subscription(topic)
    _fill(clients, topic, 5000)
    everything = threading.Semaphore(0)

    def take(message: Any) -> None:
        message.ack()
        everything.release()

    def drain() -> None:
        future = clients.subscriber.subscribe(subscription, take)
        for _ in range(5000):
            everything.acquire()
        future.cancel()
        future.result()

    return _per_second(5000, drain)


def push_latency_milliseconds(clients: Clients) -> float:
    """Median from the call of publish to the arrival at the endpoint, one message at a time."""
    topic = clients.topic()
    with _endpoint() as (url, arrivals):
        subscription = clients.subscription(topic, push_config={"push_endpoint": url})
        took = []
        for _ in range(25):
            since = time.perf_counter()
            clients.publish(topic, b"x")
            took.append(arrivals.get(timeout=10) - since)
        clients.subscriber.delete_subscription(subscription=subscription)
    return statistics.median(took) * 1000


def _write(client: Client, collection: str, count: int) -> None:
    for start in range(0, count, 500):
        batch = client.batch()
        for number in range(start, start + 500):
            batch.set(client.document(f"{collection}/{number}"), {**ORDER, "n": number % 200})
        batch.commit()


def _fill(clients: Clients, topic: str, count: int) -> None:
    for _ in range(count // 500):
        clients.publish(topic, *[b"x" * 500] * 500)


@contextmanager
def _endpoint() -> Iterator[tuple[str, Queue[float]]]:
    arrivals: Queue[float] = Queue()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            arrivals.put(time.perf_counter())
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/push", arrivals
    server.shutdown()
    thread.join()
    server.server_close()
