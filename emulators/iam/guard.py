"""gRPC services behind a check of the caller's roles."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import grpc

from emulators.iam.calls import Needs, needs
from emulators.iam.permissions import Denied, Permissions

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """One service account, with all that it may do."""

    account: str
    permissions: Permissions

    def require(self, method: str, wanted: Needs, request: Any) -> None:
        for permission, resource in wanted(request):
            try:
                self.permissions.require(self.account, permission, resource)
            except Denied as denied:
                log.error("%s: %s", method, denied)  # noqa: TRY400 - no trace: nothing broke
                raise


class Down(Exception):
    """The service of a method does not run at this moment."""


Services = Callable[[str], Sequence[grpc.GenericRpcHandler]]
"""Those that may have a method, by its full name, as they run now; `Down` while they do not."""


class Guarded(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpc ships no types
    """The services of one cloud as one caller finds them."""

    def __init__(self, services: Services, caller: Caller) -> None:
        self._services = services
        self._caller = caller

    def service(self, call: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        try:
            services = self._services(call.method)
        except Down as down:
            return _down(str(down))
        for service in services:
            handler = service.service(call)
            if handler is not None:
                return _guarded(handler, call.method, self._caller)
        return None


def _guarded(handler: Any, method: str, caller: Caller) -> grpc.RpcMethodHandler:
    wanted = needs(method) or _nobody(method)

    def check(request: Any) -> None:
        caller.require(method, wanted, request)

    make: Callable[..., grpc.RpcMethodHandler]
    if handler.request_streaming:
        make, behaviour = grpc.stream_stream_rpc_method_handler, _stream(handler, check)
    elif handler.response_streaming:
        make, behaviour = grpc.unary_stream_rpc_method_handler, _answers(handler, check)
    else:
        make, behaviour = grpc.unary_unary_rpc_method_handler, _answer(handler, check)
    return make(behaviour, handler.request_deserializer, handler.response_serializer)


def _down(why: str) -> grpc.RpcMethodHandler:
    async def refuse(_: Any, context: Any) -> None:
        await context.abort(grpc.StatusCode.UNAVAILABLE, why)

    return grpc.unary_unary_rpc_method_handler(refuse)


def _nobody(method: str) -> Needs:
    def refuse(_: Any) -> Any:
        raise Denied(f"{method}: no role that a function may be given holds its permission.")

    return refuse


def _answer(handler: Any, check: Callable[[Any], None]) -> Any:
    async def answer(request: Any, context: Any) -> Any:
        await _checked(check, request, context)
        return await handler.unary_unary(request, context)

    return answer


def _answers(handler: Any, check: Callable[[Any], None]) -> Any:
    async def answers(request: Any, context: Any) -> AsyncIterator[Any]:
        await _checked(check, request, context)
        async for response in handler.unary_stream(request, context):
            yield response

    return answers


def _stream(handler: Any, check: Callable[[Any], None]) -> Any:
    async def stream(requests: AsyncIterator[Any], context: Any) -> AsyncIterator[Any]:
        async def allowed() -> AsyncIterator[Any]:
            async for request in requests:
                await _checked(check, request, context)
                yield request

        async for response in handler.stream_stream(allowed(), context):
            yield response

    return stream


async def _checked(check: Callable[[Any], None], request: Any, context: Any) -> None:
    try:
        check(request)
    except Denied as denied:
        await context.abort(grpc.StatusCode.PERMISSION_DENIED, str(denied))
