"""Cloud Scheduler v1 over gRPC and REST."""

from __future__ import annotations

from random import Random

from emulators.clock.clock import Clock
from emulators.google_apis.locations import locations_service
from emulators.google_apis.rest_methods import RestMethods
from emulators.google_apis.service_listener import ServiceListener
from emulators.google_apis.unary_service import UnaryService
from emulators.identity.issuer import Issuer
from emulators.scheduler.job_methods import job_methods
from emulators.scheduler.jobs import SchedulerJobs
from emulators.scheduler.publishing import Publish, no_topics
from emulators.shelf import Shelf
from emulators.topology import Routes, Topology

SERVICE = "google.cloud.scheduler.v1.CloudScheduler"


class SchedulerServer:
    """The jobs, with an ear for clients. State is restored at construction."""

    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        random: Random,
        routes: Routes,
        issuer: Issuer,
        publish: Publish = no_topics,
    ) -> None:
        jobs = self.jobs = SchedulerJobs(
            clock=clock, shelf=shelf, random=random, routes=routes, issuer=issuer, publish=publish
        )
        service = UnaryService(SERVICE, job_methods(jobs.registry))
        locations = locations_service()
        rest = RestMethods(SERVICE, handlers=service.handlers | locations.handlers)
        self._listener = ServiceListener((service, locations), rest.application())

    async def start(self, port: int = 0) -> int:
        """Serve gRPC on the loopback address and begin to run jobs; the result is the port."""
        bound = await self._listener.start(port)
        await self.jobs.start()
        return bound

    async def start_rest(self, port: int = 0) -> int:
        """Serve REST beside gRPC; the result is the port."""
        return await self._listener.start_rest(port)

    async def stop(self) -> None:
        """Break off whatever is running and close the ports."""
        await self._listener.stop()
        await self.jobs.stop()

    async def provision(self, topology: Topology) -> None:
        """Hold the planned jobs of a deployment; may be repeated."""
        self.jobs.provision(topology)
