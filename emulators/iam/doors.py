"""A door for each caller: the port that a call comes through says who makes it.

On Google Cloud a credential says it. The emulator settings of the official clients send none, so
every function is given addresses of its own instead, and finds the same services behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import grpc

from emulators.control.faults.grpc_calls import within_reach
from emulators.grpc_server.server import GrpcServer
from emulators.iam.guard import Caller, Down, Guarded, Services

_SERVICES = {
    "google.cloud.secretmanager": "secrets",
    "google.cloud.tasks": "tasks",
    "google.firestore": "firestore",
    "google.pubsub": "pubsub",
}
"""By the packages that their methods are in."""
MESSAGE_BYTES_MAX = 64 * 1024 * 1024
"""What the service with the largest messages takes."""


def by_package(running: Callable[[str], Any]) -> Services:
    """The services behind the doors; `running` gives a server by its name, or None."""

    def services(method: str) -> Sequence[grpc.GenericRpcHandler]:
        package = method.lstrip("/")
        for prefix, name in _SERVICES.items():
            if package.startswith(f"{prefix}."):
                server = running(name)
                if server is None:
                    raise Down(f"{name} does not run")
                found: Sequence[grpc.GenericRpcHandler] = server.grpc_services
                return found
        return ()

    return services


class Doors:
    def __init__(self, services: Services) -> None:
        """The services are those of the open ports."""
        self._services = services
        self._servers: list[GrpcServer] = []

    async def open(self, callers: Mapping[int, Caller]) -> list[int]:
        """Listen on each port for its caller; port 0 lets the system choose."""
        return [await self.open_one(port, caller) for port, caller in callers.items()]

    async def open_one(self, port: int, caller: Caller) -> int:
        server = GrpcServer(
            within_reach([Guarded(self._services, caller)]), message_bytes_max=MESSAGE_BYTES_MAX
        )
        bound = await server.start(port)
        self._servers.append(server)
        return bound

    async def stop(self) -> None:
        """Cut off whoever is inside."""
        for server in self._servers:
            await server.stop()
        self._servers.clear()
