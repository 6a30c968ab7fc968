"""How the checks of roles are wired: whose doors there are, and whom the functions let in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from emulators.cloud.neighbours import Neighbours
from emulators.cloud.service import Service
from emulators.iam.doors import Doors, by_package
from emulators.iam.guard import Caller
from emulators.iam.http_guard import HttpDoors
from emulators.iam.invokers import Invokers
from emulators.iam.permissions import Permissions
from emulators.iam.server import IamServer
from emulators.identity.issuer import Issuer
from emulators.shelf import Shelf
from emulators.supervisor.ports import DoorPorts, Ports, local_url
from emulators.topology import Topology


class Access:
    def __init__(
        self,
        topology: Topology,
        ports: Ports,
        neighbours: Neighbours,
        issuer: Callable[[], Issuer],
    ) -> None:
        """`neighbours` know all policies; `issuer` gives the one of this moment."""
        self._topology = topology
        self._ports = ports
        self._neighbours = neighbours
        self._permissions = Permissions(neighbours.roles_of)
        self.invokers = Invokers(topology, self._permissions, issuer, local_url(ports.iam))

    def grpc_doors(self, running: Callable[[str], Any]) -> Service:
        """`running` gives the server of a service, or None while it is down."""
        callers = self._callers(lambda door: door.grpc)
        return Service("doors", lambda: Doors(by_package(running)), lambda one: one.open(callers))

    def storage_doors(self, runner: web.AppRunner) -> HttpDoors:
        return HttpDoors(runner, self._callers(lambda door: door.storage))

    def pubsub_doors(self, runner: web.AppRunner) -> HttpDoors:
        return HttpDoors(runner, self._callers(lambda door: door.pubsub_rest))

    def iam(self, shelf: Callable[[str], Shelf]) -> Service:
        """The service that keeps the policies of what is deployed."""

        def build() -> IamServer:
            server = IamServer(shelf=shelf("iam"), topology=self._topology)
            self._neighbours.settle("iam", server)
            return server

        async def open_(server: IamServer) -> None:
            server.policies.grant(self._topology.grants)
            await server.start(self._ports.iam)

        return Service("iam", build, open_)

    def _callers(self, port: Callable[[DoorPorts], int]) -> dict[int, Caller]:
        return {
            port(self._ports.doors[function.name]): Caller(
                function.service_account, self._permissions
            )
            for function in self._topology.functions
        }
