"""Google's JSON API over the methods that serve gRPC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import grpc
from google.pubsub_v1 import types
from google.pubsub_v1.services.publisher.transports.rest import PublisherRestTransport
from google.pubsub_v1.services.schema_service.transports.rest import SchemaServiceRestTransport
from google.pubsub_v1.services.subscriber.transports.rest import SubscriberRestTransport

from emulators.google_apis.rest_methods import RestMethods

_TRANSPORTS = (PublisherRestTransport, SubscriberRestTransport, SchemaServiceRestTransport)


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
    return RestMethods(type("EveryTransport", (), _http_forms()), handlers)


def _http_forms() -> dict[str, Any]:
    """Return the transports' classes that know the path of a method."""
    return {
        name: getattr(transport, name)
        for transport in _TRANSPORTS
        for name in dir(transport)
        if hasattr(getattr(transport, name), "_get_http_options")
    }
