"""Pub/Sub on this machine: gRPC for the client libraries, REST for plain HTTP, and push."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import grpc
from aiohttp import web
from google.pubsub_v1 import types

from emulators.clock.clock import Clock
from emulators.control.faults.grpc_calls import within_reach
from emulators.google_apis.iam_policies import IamPolicies
from emulators.google_apis.refused import Refused
from emulators.grpc_server.server import GrpcServer
from emulators.identity.issuer import Issuer
from emulators.loopback import listen
from emulators.pubsub import provisioning
from emulators.pubsub.faults import Faults
from emulators.pubsub.pusher import Surroundings
from emulators.pubsub.pushers import Pushers
from emulators.pubsub.resources import Resources
from emulators.pubsub.rest import rest_methods
from emulators.pubsub.services import services
from emulators.pubsub.sinks import Nowhere, ObjectSink, Sinks, TableSink
from emulators.shelf import Shelf
from emulators.topology import Routes, Topology


class PubSubServer:
    """State is restored at construction; pushing and exporting begin with `start`."""

    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        random: random.Random,
        routes: Routes,
        issuer: Issuer,
        objects: ObjectSink | None = None,
        tables: TableSink | None = None,
    ) -> None:
        """Without `objects` no bucket exists for a subscription, without `tables` no table."""
        self._faults = Faults(random)
        surroundings = Surroundings(clock=clock, routes=routes, issuer=issuer, faults=self._faults)
        self._resources = Resources(
            clock=clock,
            shelf=shelf,
            dice=random,
            faults=self._faults,
            pushers=Pushers(surroundings),
            sinks=Sinks(objects=objects or Nowhere(), tables=tables or Nowhere()),
        )
        self._services = services(self._resources, clock)
        application = rest_methods(self._services.methods()).application()
        self._rest = web.AppRunner(application, access_log=None)

    async def start(self, grpc_port: int = 0, rest_port: int = 0) -> tuple[int, int]:
        """Listen on the loopback address; the result is the gRPC and the REST port."""
        self._grpc = GrpcServer(within_reach(self._services.generic()))
        bound_port = await self._grpc.start(grpc_port)
        bound_rest_port = await listen(self._rest, rest_port)
        self._resources.start()
        return bound_port, bound_rest_port

    async def stop(self) -> None:
        """Close every connection. What is not acknowledged stays on the shelf."""
        await self._grpc.stop()
        await self._rest.cleanup()
        await self._resources.stop()

    @property
    def grpc_services(self) -> tuple[grpc.GenericRpcHandler, ...]:
        """For whoever serves them at other ports, too."""
        return self._services.generic()

    @property
    def http(self) -> web.AppRunner:
        """What serves REST."""
        return self._rest

    @property
    def policies(self) -> IamPolicies:
        """Who may do what with its resources."""
        return self._resources.policies

    async def provision(self, topology: Topology) -> None:
        """Create the topics and subscriptions of a deployment; may be repeated."""
        provisioning.provision(self._resources.broker, topology)

    def provision_subscription(self, spec: Any) -> None:
        """Create one subscription, or bring it up to date; `Refused` if it cannot be.

        `spec` is the API's `Subscription`, so it may also deliver to Cloud Storage or BigQuery.
        """
        provisioning.provision_subscription(self._resources.broker, spec)

    def publish(self, topic: str, data: bytes, attributes: Mapping[str, str]) -> grpc.StatusCode:
        """Publish for another service of this machine, and say how that went."""
        message = types.PubsubMessage.pb()(data=data, attributes=attributes)
        request = types.PublishRequest.pb()(topic=topic, messages=[message])
        try:
            self._services.publisher.publish(request)
        except Refused as refused:
            return refused.code
        return grpc.StatusCode.OK

    def duplicate_deliveries(self, ratio: float) -> None:
        """Push this share of the deliveries twice: 0 never, 1 always."""
        self._faults.duplicate_ratio = ratio

    def reorder_deliveries(self, window: timedelta) -> None:
        """Hold each new message back for a random part of `window`.

        Messages with an ordering key on an ordered subscription keep their order.
        """
        self._faults.reorder_window = window

    def fail_acknowledgements(self, ratio: float) -> None:
        """Let this share of the exactly-once acknowledgements fail for the moment."""
        self._faults.ack_failure_ratio = ratio
