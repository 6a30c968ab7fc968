"""Secret Manager on a loop, and the official clients to talk to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import grpc
from google.auth.credentials import AnonymousCredentials
from google.cloud.secretmanager_v1 import (
    Secret,
    SecretManagerServiceClient,
    SecretPayload,
    SecretVersion,
)
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcTransport,
)

from emulators.clock.clock import Clock
from emulators.secrets.server import SecretsServer
from emulators.shelf import Forgetful, Shelf
from tests.emulators.loop_thread import LoopThread

PROJECT = "projects/kvitto-test"
REGION = f"{PROJECT}/locations/europe-north1"
ID = "api-key"
SECRET = f"{PROJECT}/secrets/{ID}"
AUTOMATIC: dict[str, Any] = {"automatic": {}}


def at(timestamp: Any) -> datetime:
    """Take a timestamp for what the client really gives: a `datetime`."""
    moment: datetime = timestamp
    return moment


@dataclass(frozen=True, slots=True)
class Cloud:
    loop: LoopThread
    clock: Clock
    server: SecretsServer
    client: SecretManagerServiceClient
    rest_client: SecretManagerServiceClient
    port: int
    rest_port: int

    def advance(self, **by: float) -> None:
        self.loop.call(lambda: self.clock.advance(timedelta(**by)))

    def create_secret(self, secret_id: str = ID, **settings: Any) -> Secret:
        return self.client.create_secret(
            parent=PROJECT,
            secret_id=secret_id,
            secret=Secret(**{"replication": AUTOMATIC, **settings}),
        )

    def add_version(self, data: bytes = b"hush", secret: str = SECRET) -> SecretVersion:
        return self.client.add_secret_version(parent=secret, payload=SecretPayload(data=data))

    def read(self, version: str) -> bytes:
        name = f"{SECRET}/versions/{version}"
        payload: bytes = self.client.access_secret_version(name=name).payload.data
        return payload


@contextmanager
def running_cloud(shelf: Shelf | None = None) -> Iterator[Cloud]:
    with LoopThread() as loop:
        clock = Clock()
        kept = shelf or Forgetful().shelf("secrets")
        server = loop.call(lambda: SecretsServer(clock=clock, shelf=kept, random=Random(1)))
        port, rest_port = loop.run(server.start()), loop.run(server.start_rest())
        try:
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                transport = SecretManagerServiceGrpcTransport(channel=channel)
                client = SecretManagerServiceClient(transport=transport)
                with rest_client(rest_port) as rest:
                    yield Cloud(loop, clock, server, client, rest, port, rest_port)
        finally:
            loop.run(server.stop())


def rest_client(port: int) -> SecretManagerServiceClient:
    return SecretManagerServiceClient(
        transport="rest",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call] # of google-auth
        client_options={"api_endpoint": f"http://127.0.0.1:{port}"},
    )
