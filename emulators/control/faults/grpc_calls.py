"""Faults on gRPC calls, in front of any service: its own handlers know nothing of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import aclosing
from typing import Any

import grpc

from emulators.cloud.surroundings import SURROUNDINGS, Surroundings
from emulators.control.faults.codes import grpc_status
from emulators.control.faults.fault import On
from emulators.control.faults.open_streams import OpenStream
from emulators.control.faults.resources import resource_names
from emulators.control.faults.trouble import NONE, Lost, Trouble

_SERVICES = {
    "google.cloud.scheduler.v1": "scheduler",
    "google.cloud.secretmanager.v1": "secrets",
    "google.cloud.tasks.v2": "tasks",
    "google.firestore.admin.v1": "firestore",
    "google.firestore.v1": "firestore",
    "google.pubsub.v1": "pubsub",
}
"""By their packages: several services may be reached by one port."""
_GONE = "Socket closed"  # what gRPC's clients say when a connection ends under a call


def within_reach(handlers: Iterable[grpc.GenericRpcHandler]) -> tuple[grpc.GenericRpcHandler, ...]:
    """The same handlers, within reach of the faults that stand when they are called."""
    return tuple(_WithinReach(handler) for handler in handlers)


class _WithinReach(grpc.GenericRpcHandler):  # type: ignore[misc] # grpc ships no types
    def __init__(self, served: grpc.GenericRpcHandler) -> None:
        self._served = served

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        handler = self._served.service(handler_call_details)
        surroundings = SURROUNDINGS.get()
        if handler is None or surroundings is None:
            return handler
        call = _Call(handler, surroundings, handler_call_details.method)
        if handler.response_streaming:
            return _like(handler, call.stream)  # always: it may be cut later
        return _like(handler, call.answer) if call.is_aimed_at else handler


class _Call:
    def __init__(
        self, handler: grpc.RpcMethodHandler, surroundings: Surroundings, full_name: str
    ) -> None:
        """`full_name` is `/PACKAGE.SERVICE/METHOD`."""
        package, _, self._method = full_name.lstrip("/").partition("/")
        self._service = _SERVICES.get(package.rpartition(".")[0], surroundings.service)
        self._handler = handler
        self._archive = surroundings.archive
        self._faults = surroundings.faults

    @property
    def is_aimed_at(self) -> bool:
        faults = self._faults
        return bool(faults.calls) and faults.aimed(On.CALLS, self._service, self._method)

    async def answer(self, request: Any, context: Any) -> Any:
        trouble = self._meet(request)
        await self._begin(trouble, context)
        behaviour: Callable[[Any, Any], Awaitable[Any]] = self._handler.unary_unary
        response = await behaviour(request, context)
        if trouble.lost is Lost.AFTER:
            await self._lose(context)
        return response

    async def stream(self, request: Any, context: Any) -> AsyncIterator[Any]:
        """`request` is one message, or an iterator of them where the client streams, too."""
        with self._faults.stream(self._service, self._method) as stream:
            try:
                async for response in self._responses(request, context, stream):
                    yield response
            except asyncio.CancelledError:
                if not stream.is_cut or stream.task is None:
                    raise
                stream.task.uncancel()
                await self._lose(context)

    async def _responses(
        self, request: Any, context: Any, stream: OpenStream
    ) -> AsyncIterator[Any]:
        handler, trouble = self._handler, NONE
        if not handler.request_streaming:
            stream.request = request
        elif self.is_aimed_at:
            stream.request = await anext(aiter(request), None)
            request = _chained(stream.request, request)
        else:
            request = _noting(request, stream)
        if self.is_aimed_at and stream.request is not None:
            trouble = self._meet(stream.request)
        await self._begin(trouble, context)
        behaviour = handler.stream_stream if handler.request_streaming else handler.unary_stream
        async with aclosing(behaviour(request, context)) as responses:
            count = 0
            while count != trouble.messages_max:
                try:
                    response = await anext(responses)
                except StopAsyncIteration:
                    break
                yield response
                count += 1
        if trouble.lost is Lost.AFTER or count == trouble.messages_max:
            await self._lose(context)

    def _meet(self, request: Any) -> Trouble:
        names = resource_names(request)
        return self._faults.meet(On.CALLS, self._service, self._method, names)

    async def _begin(self, trouble: Trouble, context: Any) -> None:
        if trouble.wait:
            clock = self._faults.clock
            await clock.wait_until(clock.now() + trouble.wait)
        if trouble.lost is Lost.BEFORE:
            await self._lose(context)
        if trouble.refusal is not None:
            await context.abort(grpc_status(trouble.refusal.code), trouble.refusal.message)

    async def _lose(self, context: Any) -> None:
        self._archive.commit()
        await context.abort(grpc.StatusCode.UNAVAILABLE, _GONE)


async def _chained(first: Any, rest: AsyncIterator[Any]) -> AsyncIterator[Any]:
    if first is not None:
        yield first
        async for request in rest:
            yield request


async def _noting(requests: AsyncIterator[Any], stream: OpenStream) -> AsyncIterator[Any]:
    async for request in requests:
        if stream.request is None:
            stream.request = request
        yield request


def _like(handler: grpc.RpcMethodHandler, behaviour: Callable[..., Any]) -> grpc.RpcMethodHandler:
    """A handler of the same form that does something else."""
    make = {
        (False, False): grpc.unary_unary_rpc_method_handler,
        (False, True): grpc.unary_stream_rpc_method_handler,
        (True, True): grpc.stream_stream_rpc_method_handler,
    }[handler.request_streaming, handler.response_streaming]
    return make(behaviour, handler.request_deserializer, handler.response_serializer)
