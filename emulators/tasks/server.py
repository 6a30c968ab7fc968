"""Cloud Tasks v2 over gRPC and REST."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from random import Random

import grpc
from aiohttp import web

from emulators.clock.clock import Clock
from emulators.control.faults.http_calls import within_reach
from emulators.google_apis.iam_policies import IamPolicies
from emulators.google_apis.locations import locations_service
from emulators.google_apis.rest_methods import BODY_BYTES_MAX, RestMethods
from emulators.google_apis.service_listener import ServiceListener
from emulators.google_apis.unary_service import UnaryService
from emulators.identity.issuer import Issuer
from emulators.shelf import Shelf
from emulators.tasks import provisioning
from emulators.tasks.batch_methods import BatchMethods
from emulators.tasks.buffering import serve_buffering
from emulators.tasks.cmek import CmekConfigs
from emulators.tasks.delivery import Delivery
from emulators.tasks.messages import Message
from emulators.tasks.names import queue_of_task
from emulators.tasks.queue_methods import queue_methods
from emulators.tasks.queue_runner import QueueRunner
from emulators.tasks.queues import Queues
from emulators.tasks.records import Records
from emulators.tasks.spent_names import SpentNames
from emulators.tasks.task_methods import task_methods
from emulators.tasks.tasks import Tasks
from emulators.topology import Routes, Topology

SERVICE = "google.cloud.tasks.v2.CloudTasks"
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
        self._is_started = False
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
        self._listener = self._new_listener(shelf, random)

    @property
    def grpc_services(self) -> tuple[grpc.GenericRpcHandler, ...]:
        """For whoever serves them at other ports, too."""
        return self._listener.services

    async def start(self, port: int = 0) -> int:
        """Serve gRPC on the loopback address and begin to send; the result is the port."""
        bound = await self._listener.start(port)
        self._delivery.open()
        self._is_started = True
        for runner in self._queues:
            runner.start()
        return bound

    async def start_rest(self, port: int = 0) -> int:
        """Serve REST beside gRPC; the result is the port."""
        return await self._listener.start_rest(port)

    async def stop(self) -> None:
        """Break off what is being sent and close the ports."""
        await self._listener.stop()
        self._is_started = False
        await asyncio.gather(*(runner.stop() for runner in self._queues))
        await self._delivery.close()

    async def provision(self, topology: Topology) -> None:
        provisioning.provision(self._queues, topology)

    def _new_listener(self, shelf: Shelf, random: Random) -> ServiceListener:
        policies = self.policies = IamPolicies(shelf, require=self._queues.runner)
        self._queues.on_delete(policies.forget)
        service = UnaryService(
            SERVICE,
            queue_methods(self._queues)
            | task_methods(self._tasks)
            | BatchMethods(clock=self._clock, tasks=self._tasks, random=random).methods()
            | CmekConfigs(self._records).methods()
            | policies.methods(),
        )
        locations = locations_service()
        rest = RestMethods(SERVICE, handlers=service.handlers | locations.handlers)
        application = web.Application(middlewares=[within_reach], client_max_size=BODY_BYTES_MAX)
        serve_buffering(application, self._queues, self._tasks)
        rest.serve(application)
        return ServiceListener((service, locations), application)

    def _new_runner(self, queue: Message) -> QueueRunner:
        runner = QueueRunner(
            queue,
            clock=self._clock,
            records=self._records,
            delivery=self._delivery,
            issuer=self._issuer,
            on_end=self._spend_task_name,
        )
        if self._is_started:
            runner.start()
        return runner

    def _spend_task_name(self, name: str) -> None:
        self._spent_names.spend(name, self._task_name_reuse_after)
