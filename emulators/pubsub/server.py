"""Pub/Sub on this machine: gRPC for the client libraries, REST for plain HTTP, and push."""

from __future__ import annotations

import random
from datetime import timedelta

import grpc
from aiohttp import web

from emulators.clock import Clock
from emulators.identity.issuer import Issuer
from emulators.pubsub import provisioning
from emulators.pubsub.broker import Broker
from emulators.pubsub.faults import Faults
from emulators.pubsub.journal import Journal
from emulators.pubsub.publisher_service import PublisherService
from emulators.pubsub.pusher import Surroundings
from emulators.pubsub.pushers import Pushers
from emulators.pubsub.rest import RestApi
from emulators.pubsub.subscriber_service import SubscriberService
from emulators.shelf import Shelf
from emulators.topology import Routes, Topology

LOOPBACK = "127.0.0.1"
_GRPC_OPTIONS = (
    ("grpc.max_receive_message_length", 16 * 1024 * 1024),
    ("grpc.max_send_message_length", -1),
    ("grpc.so_reuseport", 0),
    # The client libraries ping every 30 s; by default a server takes that for an attack.
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
)


class PubSubServer:
    """State is restored at construction; pushing begins with `start`."""

    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        random: random.Random,
        routes: Routes,
        issuer: Issuer,
    ) -> None:
        self._faults = Faults(random)
        surroundings = Surroundings(clock=clock, routes=routes, issuer=issuer, faults=self._faults)
        self._pushers = Pushers(surroundings)
        self._broker = Broker(
            clock=clock, journal=Journal(shelf), faults=self._faults, pushers=self._pushers
        )
        publisher = PublisherService(self._broker)
        self._services = (
            publisher.handler(),
            SubscriberService(self._broker, clock).handler(),
        )
        application = RestApi(publisher).application()
        self._rest = web.AppRunner(application, access_log=None)

    async def start(self, grpc_port: int = 0, rest_port: int = 0) -> tuple[int, int]:
        """Listen on the loopback address; the result is the gRPC and the REST port."""
        self._grpc = grpc.aio.server(options=_GRPC_OPTIONS)
        self._grpc.add_generic_rpc_handlers(self._services)
        bound_port: int = self._grpc.add_insecure_port(f"{LOOPBACK}:{grpc_port}")
        await self._grpc.start()
        await self._rest.setup()
        await web.TCPSite(self._rest, LOOPBACK, rest_port).start()
        self._pushers.start()
        return bound_port, int(self._rest.addresses[0][1])

    async def stop(self) -> None:
        """Close every connection. What is not acknowledged stays on the shelf."""
        await self._grpc.stop(grace=None)
        await self._rest.cleanup()
        for subscription in self._broker.subscriptions.values():
            subscription.pause()
        await self._pushers.stop()

    async def provision(self, topology: Topology) -> None:
        """Create the topics and subscriptions of a deployment; may be repeated."""
        provisioning.provision(self._broker, topology)

    def duplicate_deliveries(self, ratio: float) -> None:
        """Push this share of the deliveries twice: 0 never, 1 always."""
        self._faults.duplicate_ratio = ratio

    def reorder_deliveries(self, window: timedelta) -> None:
        """Hold each new message back for a random part of `window`.

        Messages with an ordering key on an ordered subscription keep their order.
        """
        self._faults.reorder_window = window
