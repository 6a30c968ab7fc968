"""A door for each caller: the port that a call comes through says who makes it.

On Google Cloud a credential says it. The emulator settings of the official clients send none, so
every function is given addresses of its own instead, and finds the same services behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import grpc

from emulators.iam.guard import Caller, Guarded

_OPTIONS = (
    ("grpc.max_receive_message_length", 64 * 1024 * 1024),
    ("grpc.max_send_message_length", -1),
    ("grpc.http2.max_ping_strikes", 0),
    ("grpc.so_reuseport", 0),
)


class Doors:
    def __init__(self, services: Sequence[Any]) -> None:
        """`services` are generic gRPC handlers, shared with the open ports."""
        self._services = tuple(services)
        self._servers: list[grpc.aio.Server] = []

    async def open(self, callers: Mapping[int, Caller]) -> list[int]:
        """Listen on each port for its caller; port 0 lets the system choose."""
        ports = []
        for port, caller in callers.items():
            server = grpc.aio.server(options=_OPTIONS)
            server.add_generic_rpc_handlers((Guarded(self._services, caller),))
            ports.append(server.add_insecure_port(f"127.0.0.1:{port}"))
            await server.start()
            self._servers.append(server)
        return ports

    async def close(self) -> None:
        for server in self._servers:
            await server.stop(grace=None)
        self._servers.clear()
