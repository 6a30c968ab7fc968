"""Cloud Tasks and one handler on a loop, and the official client to talk to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import grpc
from google.cloud.tasks_v2 import CloudTasksClient, Queue, Task
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

from emulators.clock.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.shelf import Forgetful, Shelf
from emulators.tasks.server import TasksServer
from emulators.topology import Routes
from tests.emulators.loop_thread import LoopThread
from tests.emulators.tasks.handler import HOST, URL, Handler

LOCATION = "projects/kvitto-test/locations/europe-north1"
QUEUE = f"{LOCATION}/queues/receipts"


def at(timestamp: Any) -> datetime:
    """Take a timestamp for what the client really gives: a `datetime`."""
    moment: datetime = timestamp
    return moment


@dataclass(frozen=True, slots=True)
class Cloud:
    loop: LoopThread
    handler: Handler
    client: CloudTasksClient
    clock: Clock
    server: TasksServer
    issuer: Issuer
    port: int

    def advance(self, **by: float) -> None:
        self.loop.call(lambda: self.clock.advance(timedelta(**by)))

    def create_queue(self, name: str = QUEUE, **settings: Any) -> Queue:
        return self.client.create_queue(parent=LOCATION, queue=Queue(name=name, **settings))

    def create_task(self, task_id: str = "", **task: Any) -> Task:
        """Create a task that is to POST to the handler, unless `http_request` says otherwise."""
        name = f"{QUEUE}/tasks/{task_id}" if task_id else ""
        filled = {"name": name, "http_request": {"url": URL}, **task}
        return self.client.create_task(parent=QUEUE, task=Task(**filled))


@contextmanager
def running_cloud(issuer: Issuer, shelf: Shelf | None = None) -> Iterator[Cloud]:
    with LoopThread() as loop:
        handler = loop.call(Handler)
        handler_port = loop.run(handler.start())
        clock = Clock()
        server = loop.call(
            lambda: TasksServer(
                clock=clock,
                shelf=shelf or Forgetful().shelf("tasks"),
                random=Random(1),
                routes=Routes({HOST: handler_port}),
                issuer=issuer,
            )
        )
        port = loop.run(server.start())
        try:
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                client = CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
                yield Cloud(loop, handler, client, clock, server, issuer, port)
        finally:
            loop.run(server.stop())
            loop.run(handler.stop())
