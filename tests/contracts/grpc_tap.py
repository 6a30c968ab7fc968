"""Stands between a gRPC client and its server: counts what is called and loses what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from enum import Enum, auto
from functools import partial

import grpc


class Loss(Enum):
    """What happens to the next call of a method."""

    REQUEST = auto()  # it never reaches the server
    REPLY = auto()  # the server has done it, and the client does not hear of it
    REST_OF_REPLY = auto()  # the connection breaks after the first message of the answer
    REFUSAL = auto()  # the server says that others were in the way, and does nothing


class GrpcTap:
    def __init__(self, server: str) -> None:
        """`server` is "host:port". Construct and use on the event loop."""
        self.calls: list[str] = []
        """The methods that were called, in order."""
        self._losses: dict[str, Loss] = {}
        self._channel = grpc.aio.insecure_channel(server)
        self._server = grpc.aio.server(options=(("grpc.so_reuseport", 0),))
        self._server.add_generic_rpc_handlers((_EveryMethod(self),))

    async def start(self) -> int:
        port: int = self._server.add_insecure_port("127.0.0.1:0")
        await self._server.start()
        return port

    async def stop(self) -> None:
        await self._server.stop(grace=None)
        await self._channel.close()

    def lose(self, loss: Loss, *, of: str) -> None:
        self._losses[of] = loss

    async def pass_on(
        self, method: str, requests: AsyncIterator[bytes], context: grpc.aio.ServicerContext
    ) -> AsyncIterator[bytes]:
        name = method.rpartition("/")[2]
        self.calls.append(name)
        loss = self._losses.pop(name, None)
        if loss is Loss.REQUEST:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "the request was lost")
        if loss is Loss.REFUSAL:
            await context.abort(grpc.StatusCode.ABORTED, "too much contention")
        # Bytes in, bytes out; and on the wire a single message is a stream of one.
        call = self._channel.stream_stream(method)(requests)
        try:
            async for reply in call:
                if loss is not Loss.REPLY:
                    yield reply
                if loss is Loss.REST_OF_REPLY:
                    break
        except grpc.aio.AioRpcError as refusal:
            trailers = refusal.trailing_metadata()
            await context.abort(refusal.code(), refusal.details(), tuple(trailers))
        if loss is not None:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "the reply was lost")


class _EveryMethod(grpc.GenericRpcHandler):  # type: ignore[misc]  # gRPC ships no types
    def __init__(self, tap: GrpcTap) -> None:
        self._tap = tap

    def service(self, call: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        return grpc.stream_stream_rpc_method_handler(partial(self._tap.pass_on, call.method))
