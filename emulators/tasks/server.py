"""Cloud Tasks v2 over gRPC."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from random import Random

import grpc

from emulators.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.shelf import Shelf
from emulators.tasks import provisioning, rpc
from emulators.tasks.delivery import Delivery
from emulators.tasks.messages import Message
from emulators.tasks.names import queue_of_task
from emulators.tasks.queue_runner import QueueRunner
from emulators.tasks.queues import Queues
from emulators.tasks.records import Records
from emulators.tasks.spent_names import SpentNames
from emulators.tasks.tasks import Tasks
from emulators.topology import Routes, Topology

TASK_NAME_REUSE_AFTER = timedelta(hours=1)
QUEUE_NAME_REUSE_AFTER = timedelta(days=3)


class TasksServer:
    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        random: Random,
        routes: Routes,
        issuer: Issuer,
        task_name_reuse_after: timedelta = TASK_NAME_REUSE_AFTER,
        queue_name_reuse_after: timedelta = QUEUE_NAME_REUSE_AFTER,
    ) -> None:
        self._clock = clock
        self._issuer = issuer
        self._records = Records(shelf)
        self._spent_names = SpentNames(clock=clock, records=self._records)
        self._delivery = Delivery(clock=clock, routes=routes)
        self._task_name_reuse_after = task_name_reuse_after
        self._server: grpc.aio.Server | None = None
        self._queues = Queues(
            clock=clock,
            records=self._records,
            spent_names=self._spent_names,
            reuse_after=queue_name_reuse_after,
            new_runner=self._new_runner,
        )
        self._tasks = Tasks(
            clock=clock, queues=self._queues, spent_names=self._spent_names, random=random
        )
        for held in sorted(self._records.tasks(), key=lambda held: held.created_at):
            self._queues.runner(queue_of_task(held.name)).restore(held)

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address and begin to send; the result is the port."""
        self._server = grpc.aio.server(options=(("grpc.so_reuseport", 0),))
        self._server.add_generic_rpc_handlers((rpc.handlers(self._queues, self._tasks),))
        bound = self._server.add_insecure_port(f"127.0.0.1:{port}")
        await self._server.start()
        self._delivery.open()
        for runner in self._queues:
            runner.start()
        return int(bound)

    async def stop(self) -> None:
        """Break off what is being sent and close the port."""
        if self._server is not None:
            await self._server.stop(grace=None)
            self._server = None
        await asyncio.gather(*(runner.stop() for runner in self._queues))
        await self._delivery.close()

    async def provision(self, topology: Topology) -> None:
        provisioning.provision(self._queues, topology)

    def _new_runner(self, queue: Message) -> QueueRunner:
        runner = QueueRunner(
            queue,
            clock=self._clock,
            records=self._records,
            delivery=self._delivery,
            issuer=self._issuer,
            on_end=self._spend_task_name,
        )
        if self._server is not None:
            runner.start()
        return runner

    def _spend_task_name(self, name: str) -> None:
        self._spent_names.spend(name, self._task_name_reuse_after)
