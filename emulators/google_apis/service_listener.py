"""The two ports of a Google API: gRPC, and REST beside it."""

from __future__ import annotations

from collections.abc import Sequence

import grpc
from aiohttp import web

from emulators.control.faults.grpc_calls import within_reach
from emulators.google_apis.unary_service import NotServed
from emulators.grpc_server.server import GrpcServer
from emulators.loopback import listen


class ServiceListener:
    """Both ports are on the loopback address; each is open from its `start` to `stop`.

    What none of the services has is refused by name.
    """

    def __init__(
        self, services: Sequence[grpc.GenericRpcHandler], application: web.Application
    ) -> None:
        self.services = tuple(services)
        self._application = application
        self._grpc: GrpcServer | None = None
        self._rest: web.AppRunner | None = None

    async def start(self, port: int = 0) -> int:
        """Serve gRPC; the result is the port."""
        self._grpc = GrpcServer(within_reach((*self.services, NotServed())))
        return await self._grpc.start(port)

    async def start_rest(self, port: int = 0) -> int:
        """Serve REST; the result is the port."""
        self._rest = web.AppRunner(self._application, access_log=None)
        return await listen(self._rest, port)

    async def stop(self) -> None:
        if self._grpc is not None:
            await self._grpc.stop()
            self._grpc = None
        if self._rest is not None:
            await self._rest.cleanup()
            self._rest = None
