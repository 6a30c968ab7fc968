"""The embedded Cloud Tasks with the deployed queues, their targets, and a tap to its door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from emulators.clock.clock import Clock
from emulators.shelf import Forgetful
from emulators.tasks.server import TasksServer
from emulators.topology import Routes, Topology
from shared.adapters.cloud_tasks import CloudTasks, QueueTarget, tasks_client
from shared.usecases.ports.messages import Queue
from tests.contracts.grpc_tap import GrpcTap
from tests.contracts.issuer import an_issuer
from tests.emulators.loop_thread import LoopThread
from tests.emulators.tasks.handler import Handler

TOPOLOGY = Topology.load()
INVOKER = "tasks-invoker@kvitto-local.iam.gserviceaccount.com"
HOSTS = {Queue.NUMBERING: "numberer.example", Queue.RECEIPTS: "mailer.example"}
TARGETS = {
    queue: QueueTarget(TOPOLOGY.queue_name(queue), f"https://{host}", f"/tasks/{queue}")
    for queue, host in HOSTS.items()
}


@dataclass(frozen=True, slots=True)
class LocalTasks:
    loop: LoopThread
    clock: Clock
    handler: Handler
    tap: GrpcTap
    address: str
    tasks: CloudTasks

    def advance(self, by: timedelta) -> None:
        self.loop.call(lambda: self.clock.advance(by))

    def now(self) -> datetime:
        return self.loop.call(self.clock.now)


@contextmanager
def tasks_at(address: str) -> Iterator[CloudTasks]:
    """The adapter, on the official client of what is served at "host:port"."""
    client = tasks_client(address)
    yield CloudTasks(client, TARGETS, INVOKER)
    client.transport.close()  # type: ignore[no-untyped-call]  # the package types the rest


@contextmanager
def running_tasks() -> Iterator[LocalTasks]:
    with LoopThread() as loop:
        clock = Clock()
        handler = loop.call(Handler)
        handler_port = loop.run(handler.start())
        server = loop.call(
            lambda: TasksServer(
                clock=clock,
                shelf=Forgetful().shelf("tasks"),
                random=Random(1),
                routes=Routes(dict.fromkeys(HOSTS.values(), handler_port)),
                issuer=an_issuer(),
            )
        )
        port = loop.run(server.start())
        loop.run(server.provision(TOPOLOGY))
        tap = loop.call(lambda: GrpcTap(f"127.0.0.1:{port}"))
        address = f"127.0.0.1:{loop.run(tap.start())}"
        try:
            with tasks_at(address) as tasks:
                yield LocalTasks(loop, clock, handler, tap, address, tasks)
        finally:
            for part in (tap, server, handler):
                loop.run(part.stop())
