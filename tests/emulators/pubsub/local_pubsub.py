"""The embedded Pub/Sub on a loop of its own, with one push endpoint and Google's clients."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from emulators.bigquery.warehouse import Warehouse
from emulators.identity.issuer import Issuer
from emulators.pubsub.server import PubSubServer
from emulators.shelf import Forgetful, Shelf
from emulators.topology import Routes
from tests.emulators.loop_thread import LoopThread
from tests.emulators.pubsub.buckets import Buckets
from tests.emulators.pubsub.clients import Clients, connected
from tests.emulators.pubsub.receiver import ENDPOINT, HOST, PATIENCE_SECONDS, Receiver
from tests.emulators.pubsub.watched_clock import WatchedClock

LEASE_SECONDS = 500
BACK_OFF_SECONDS_MAX = 600


@dataclass(frozen=True, slots=True)
class LocalPubSub:
    loop: LoopThread
    clock: WatchedClock
    server: PubSubServer
    receiver: Receiver
    clients: Clients
    rest_url: str
    buckets: Buckets
    warehouse: Warehouse
    host: str

    def advance(self, **by: float) -> None:
        self.loop.call(lambda: self.clock.advance(timedelta(**by)))

    def sit_out_back_off(self) -> float:
        """Wait for a back-off to begin, let it pass, and return its seconds.

        Back-offs are told from leases and expirations by their length: no test has one of
        `LEASE_SECONDS`, and none is longer than `BACK_OFF_SECONDS_MAX`.
        """
        while True:
            seconds = self.clock.timers.get(timeout=PATIENCE_SECONDS).total_seconds()
            if seconds <= BACK_OFF_SECONDS_MAX and abs(seconds - LEASE_SECONDS) > 1:
                self.advance(seconds=seconds)
                return seconds

    def push_subscription(self, topic: str, endpoint: str = ENDPOINT, **settings: Any) -> str:
        """Create a subscription that pushes to the receiver; return its name."""
        push_config = {"push_endpoint": endpoint, **settings.pop("push_config", {})}
        settings = {"ack_deadline_seconds": LEASE_SECONDS, **settings}
        return self.clients.subscription(topic, push_config=push_config, **settings)


@contextmanager
def running(issuer: Issuer, shelf: Shelf | None = None) -> Iterator[LocalPubSub]:
    with LoopThread() as loop:
        clock = WatchedClock()
        receiver = loop.call(lambda: Receiver(clock))
        receiver_port = loop.run(receiver.start())
        buckets = Buckets()
        warehouse = loop.call(lambda: Warehouse(clock=clock, shelf=Forgetful().shelf("bigquery")))
        server = loop.call(
            lambda: PubSubServer(
                clock=clock,
                shelf=shelf or Forgetful().shelf("pubsub"),
                random=Random(1),
                routes=Routes({HOST: receiver_port}),
                issuer=issuer,
                objects=buckets,
                tables=warehouse,
            )
        )
        grpc_port, rest_port = loop.run(server.start())
        host, rest_url = f"127.0.0.1:{grpc_port}", f"http://127.0.0.1:{rest_port}"
        try:
            with connected(host) as clients:
                yield LocalPubSub(
                    loop, clock, server, receiver, clients, rest_url, buckets, warehouse, host
                )
        finally:
            loop.run(server.stop())
            loop.run(warehouse.close())
            loop.run(receiver.stop())
