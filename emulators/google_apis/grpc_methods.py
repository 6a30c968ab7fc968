"""gRPC methods from plain functions and the official clients' own message classes.

Google's client packages ship messages but no servicers. A dict of method name to one of these
entries, given to `grpc.method_handlers_generic_handler`, takes the servicer's place.

Handlers receive and return plain protobuf messages, not their proto-plus wrappers, which are
several times slower to read and write.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

import grpc

from emulators.cloud.surroundings import commit


class Message(Protocol):
    """What every protobuf message can do."""

    def SerializeToString(self) -> bytes: ...  # noqa: N802 - protobuf's own name


Unary = Callable[[Any, Any], Awaitable[Message]]
ServerStream = Callable[[Any, Any], AsyncIterator[Message]]
BidiStream = Callable[[AsyncIterator[Any], Any], AsyncIterator[Message]]


def unary(handler: Unary, request_type: type[Any]) -> grpc.RpcMethodHandler:
    """One request, one response: `async def handler(request, context) -> response`."""
    return grpc.unary_unary_rpc_method_handler(handler, _parser(request_type), _to_bytes)


def server_stream(handler: ServerStream, request_type: type[Any]) -> grpc.RpcMethodHandler:
    """One request, many responses: an async generator `handler(request, context)`."""
    return grpc.unary_stream_rpc_method_handler(handler, _parser(request_type), _to_bytes)


def bidi_stream(handler: BidiStream, request_type: type[Any]) -> grpc.RpcMethodHandler:
    """Many requests, many responses: an async generator `handler(requests, context)`."""
    return grpc.stream_stream_rpc_method_handler(handler, _parser(request_type), _to_bytes)


def _parser(request_type: type[Any]) -> Callable[[bytes], Any]:
    """`request_type` is a proto-plus class or a plain protobuf class."""
    message_type = request_type.pb() if hasattr(request_type, "pb") else request_type
    parse: Callable[[bytes], Any] = message_type.FromString
    return parse


def _to_bytes(response: Message) -> bytes:
    commit()  # the next step sends it
    return response.SerializeToString()
