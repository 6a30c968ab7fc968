"""Google's Pub/Sub emulator in the place of ours, with what it lacks put beside it."""

from __future__ import annotations

from collections.abc import Mapping

import grpc
from google.pubsub_v1 import PublisherAsyncClient, SubscriberAsyncClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcAsyncIOTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcAsyncIOTransport

from emulators.google.installed import pubsub_command
from emulators.google.process import JavaProcess
from emulators.google.push_gate import PushGate
from emulators.google.relay import Relay
from emulators.identity.issuer import Issuer
from emulators.pubsub.provisioning import specification
from emulators.topology import Routes, Topology


class GooglePubSub:
    """Keeps nothing. It pushes to a gate of ours, which filters and signs, as production does."""

    def __init__(self, *, routes: Routes, issuer: Issuer) -> None:
        self._process = JavaProcess("Google's Pub/Sub emulator", ready="Server started")
        self._gate = PushGate(routes=routes, issuer=issuer)
        self._relay = Relay()
        self._topology: Topology | None = None

    async def provision(self, topology: Topology) -> None:
        """What `start` creates: there is no server to ask before."""
        self._topology = topology

    async def start(self, grpc_port: int, rest_port: int) -> tuple[int, int]:
        await self._process.start(pubsub_command(grpc_port))
        await self._relay.start(rest_port, to=grpc_port)  # it serves both on one port
        await self._gate.start()
        if self._topology is not None:
            await self._create(self._topology, f"127.0.0.1:{grpc_port}")
        return grpc_port, rest_port

    async def stop(self) -> None:
        await self._process.stop()
        await self._gate.stop()
        await self._relay.stop()

    def publish(self, topic: str, data: bytes, attributes: Mapping[str, str]) -> grpc.StatusCode:  # noqa: ARG002 - what our own server takes
        """Services of the local cloud cannot publish here; functions can, over the network."""
        return grpc.StatusCode.UNIMPLEMENTED

    async def _create(self, topology: Topology, address: str) -> None:
        async with grpc.aio.insecure_channel(address) as channel:
            publisher = PublisherAsyncClient(
                transport=PublisherGrpcAsyncIOTransport(channel=channel)
            )
            subscriber = SubscriberAsyncClient(
                transport=SubscriberGrpcAsyncIOTransport(channel=channel)
            )
            for topic in topology.topics:
                await publisher.create_topic(name=topology.topic_name(topic))
            for planned in topology.subscriptions:
                spec = specification(topology, planned)
                spec.push_config.push_endpoint = self._gate.admit(spec)
                await subscriber.create_subscription(spec)
