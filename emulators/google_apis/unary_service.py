"""A Google API whose methods are plain functions: one request message in, one answer out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty

from emulators.google_apis.grpc_methods import Message, unary
from emulators.google_apis.refused import Refused, unimplemented


@dataclass(frozen=True, slots=True)
class Method:
    """`answer` may raise `Refused`; `request_type` is a proto-plus or a plain protobuf class."""

    request_type: type[Any]
    answer: Callable[[Any], Message]


class UnaryService(grpc.GenericRpcHandler):  # type: ignore[misc] # grpc ships no types
    def __init__(self, name: str, methods: Mapping[str, Method]) -> None:
        """`name` is the service's full name, such as `google.cloud.tasks.v2.CloudTasks`."""
        self._name = name
        self.handlers: dict[str, grpc.RpcMethodHandler] = {
            method_name: unary(_answering(method.answer), method.request_type)
            for method_name, method in methods.items()
        }

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        service, _, method_name = handler_call_details.method.lstrip("/").partition("/")
        return self.handlers.get(method_name) if service == self._name else None


class NotServed(grpc.GenericRpcHandler):  # type: ignore[misc] # grpc ships no types
    """Answers whatever nobody before it does: UNIMPLEMENTED, with the name of the method."""

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        full_name = handler_call_details.method.lstrip("/").replace("/", ".")

        def answer(_: Any) -> Message:
            raise unimplemented(f"Method {full_name} is not served here.")

        return unary(_answering(answer), Empty)


def _answering(answer: Callable[[Any], Message]) -> Callable[[Any, Any], Awaitable[Message]]:
    async def handle(request: Any, call: Any) -> Message:
        try:
            return answer(request)
        except Refused as refused:
            await call.abort(refused.code, refused.message, refused.trailing_metadata())
            raise

    return handle
