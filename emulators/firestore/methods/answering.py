"""gRPC methods whose handlers take a request, give a response and raise `Refused`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

import grpc

from emulators.firestore.wire import Request, Response
from emulators.google_apis import grpc_methods
from emulators.google_apis.refused import Refused
from emulators.grpc_server.call import Context

Methods = dict[str, grpc.RpcMethodHandler]


def unary(
    handler: Callable[[Request], Awaitable[Response]], request_type: type[Any]
) -> grpc.RpcMethodHandler:
    async def answer(request: Request, context: Context) -> Response:
        try:
            return await handler(request)
        except Refused as refusal:
            return await context.abort(refusal.code, refusal.message)

    return grpc_methods.unary(answer, request_type)


def server_stream(
    handler: Callable[[Request], AsyncIterator[Response]], request_type: type[Any]
) -> grpc.RpcMethodHandler:
    async def answer(request: Request, context: Context) -> AsyncIterator[Response]:
        try:
            async for response in handler(request):
                yield response
        except Refused as refusal:
            await context.abort(refusal.code, refusal.message)

    return grpc_methods.server_stream(answer, request_type)


def bidi_stream(
    handler: Callable[[AsyncIterator[Request]], AsyncGenerator[Response, None]],
    request_type: type[Any],
) -> grpc.RpcMethodHandler:
    async def answer(requests: AsyncIterator[Request], context: Context) -> AsyncIterator[Response]:
        try:
            async with aclosing(handler(requests)) as responses:
                async for response in responses:
                    yield response
        except Refused as refusal:
            await context.abort(refusal.code, refusal.message)

    return grpc_methods.bidi_stream(answer, request_type)
