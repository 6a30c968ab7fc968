"""A server of a few methods of bytes, and channels to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import grpc

from emulators.grpc_server.server import GrpcServer
from tests.emulators.loop_thread import LoopThread

SERVICE = "kvitto.test.Service"
Handlers = Mapping[str, grpc.RpcMethodHandler]


async def echo(request: bytes, _: Any) -> bytes:
    return request


async def refuse(_: bytes, context: Any) -> bytes:
    details = (("kvitto-detail-bin", b"\x00\xff"), ("kvitto-word", "no"))
    await context.abort(grpc.StatusCode.FAILED_PRECONDITION, "Nein, 50 % zu früh.", details)
    return b""


async def count(request: bytes, _: Any) -> AsyncIterator[bytes]:
    for number in range(int(request)):
        yield b"%d" % number


async def echo_all(requests: AsyncIterator[bytes], _: Any) -> AsyncIterator[bytes]:
    async for request in requests:
        yield request


HANDLERS: Handlers = {
    "Echo": grpc.unary_unary_rpc_method_handler(echo),
    "Refuse": grpc.unary_unary_rpc_method_handler(refuse),
    "Count": grpc.unary_stream_rpc_method_handler(count),
    "EchoAll": grpc.stream_stream_rpc_method_handler(echo_all),
}


@contextmanager
def serving(
    handlers: Handlers = HANDLERS, **limits: int
) -> Iterator[tuple[int, Callable[[], None]]]:
    """The port, and what stops the server."""
    service = grpc.method_handlers_generic_handler(SERVICE, handlers)
    with LoopThread() as loop:
        server = GrpcServer([service], **limits)
        port = loop.run(server.start())
        try:
            yield port, lambda: loop.run(server.stop())
        finally:
            loop.run(server.stop())


@contextmanager
def channel(handlers: Handlers = HANDLERS, **limits: int) -> Iterator[Any]:
    with serving(handlers, **limits) as (port, _), channel_to(port) as opened:
        yield opened


@contextmanager
def channel_to(port: int, **options: Any) -> Iterator[Any]:
    # The limit is for the answers: gRPC's own is four megabytes.
    unlimited = (("grpc.max_receive_message_length", -1),)
    with grpc.insecure_channel(f"127.0.0.1:{port}", options=unlimited, **options) as opened:
        yield opened


def path(method: str) -> str:
    return f"/{SERVICE}/{method}"
