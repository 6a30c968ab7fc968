"""A gRPC server in the event loop that starts it, for `grpc`'s own handlers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import grpc

from emulators.grpc_server.connection import CallDetails, Connection
from emulators.loopback import LOOPBACK

MESSAGE_BYTES_MAX = 16 * 1024 * 1024


class GrpcServer:
    """Listens on the loopback address between `start` and `stop`."""

    def __init__(
        self,
        handlers: Iterable[grpc.GenericRpcHandler],
        *,
        message_bytes_max: int = MESSAGE_BYTES_MAX,
    ) -> None:
        """The first handler that has a method serves it. The limit is for what clients send."""
        self._handlers = tuple(handlers)
        self._message_bytes_max = message_bytes_max
        self._connections: set[Connection] = set()

    async def start(self, port: int = 0) -> int:
        """The port it listens on; 0 lets the system choose one. `OSError` when it is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, LOOPBACK, port)
        bound_port: int = self._server.sockets[0].getsockname()[1]
        return bound_port

    async def stop(self) -> None:
        """Cut off every client, and wait until whatever served them has ended."""
        self._server.close()
        connections = tuple(self._connections)
        calls = [call for one in connections for call in one.calls.values()]
        for connection in connections:
            connection.close()
        await asyncio.gather(*(connection.lost for connection in connections))
        await asyncio.gather(*(call.task for call in calls if call.task is not None))
        await self._server.wait_closed()

    def _connection(self) -> Connection:
        return Connection(self._find, self._connections, self._message_bytes_max)

    def _find(self, details: CallDetails) -> grpc.RpcMethodHandler | None:
        for handler in self._handlers:
            found = handler.service(details)
            if found is not None:
                return found
        return None
