"""Methods that are not served: each is refused by its name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import grpc

from emulators.grpc_server.call import Context


class Unknown(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpc ships no types
    """Asked last, after every service. On the wire, calls of all shapes begin alike."""

    def service(self, call: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        name = call.method

        async def refuse(_: AsyncIterator[bytes], context: Context) -> Any:
            await context.abort(grpc.StatusCode.UNIMPLEMENTED, f"{name} is not served here.")

        return grpc.stream_stream_rpc_method_handler(refuse)
