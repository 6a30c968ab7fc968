"""The answer to every call that no service takes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import grpc


class UnknownMethods(grpc.GenericRpcHandler):  # type: ignore[misc] # gRPC ships no type information
    """Comes after all services and says the name of what is missing."""

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        method = handler_call_details.method.removeprefix("/")

        async def refuse(_: AsyncIterator[bytes], call: Any) -> AsyncIterator[bytes]:
            await call.abort(grpc.StatusCode.UNIMPLEMENTED, f"Method {method} is unimplemented")
            yield b""

        return grpc.stream_stream_rpc_method_handler(refuse)
