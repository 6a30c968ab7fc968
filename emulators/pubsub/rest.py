"""Google's JSON API over the methods that serve gRPC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import grpc
from google.pubsub_v1 import types

from emulators.google_apis.rest_methods import RestMethods

_SERVICES = (
    "google.pubsub.v1.Publisher",
    "google.pubsub.v1.Subscriber",
    "google.pubsub.v1.SchemaService",
)


def rest_methods(methods: Mapping[str, grpc.RpcMethodHandler]) -> RestMethods:
    """`methods` go by name; a stream has no form in JSON and is left out."""
    pull = methods["Pull"]

    async def decoded_pull(request: Any, call: Any) -> Any:
        response = await pull.unary_unary(request, call)
        return types.PullResponse.pb().FromString(response.SerializeToString())

    handlers = dict(methods)
    handlers["Pull"] = grpc.unary_unary_rpc_method_handler(
        decoded_pull, pull.request_deserializer, pull.response_serializer
    )
    return RestMethods(*_SERVICES, handlers=handlers)
