"""The local cloud with Google's own Firestore and Pub/Sub emulators in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from emulators.cloud.assembly import Assembly
from emulators.cloud.local_cloud import LocalCloud
from emulators.cloud.service import Service
from emulators.google.firestore import GoogleFirestore
from emulators.google.pubsub import GooglePubSub


class GoogleAssembly(Assembly):
    def receivers(self) -> Iterator[Service]:
        for service in super().receivers():
            if service.name == "firestore":
                yield Service("firestore", GoogleFirestore, self._open_googles_firestore)
            else:
                yield service

    def senders(self) -> Iterator[Service]:
        for service in super().senders():
            if service.name == "pubsub":
                yield Service("pubsub", self._googles_pubsub, self._open_googles_pubsub)
            else:
                yield service

    async def _open_googles_firestore(self, server: GoogleFirestore) -> None:
        await server.start(self.ports.firestore)

    def _googles_pubsub(self) -> GooglePubSub:
        server = GooglePubSub(routes=self.routes_of("pubsub"), issuer=self.issuer)
        self.neighbours.settle("pubsub", server)
        return server

    async def _open_googles_pubsub(self, server: Any) -> None:
        await server.provision(self.topology)
        await server.start(self.ports.pubsub, self.ports.pubsub_rest)


class GoogleCloud(LocalCloud):
    assembly = GoogleAssembly
