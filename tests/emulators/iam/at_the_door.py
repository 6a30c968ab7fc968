"""The official clients of one function: each dials the function's own door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import grpc
import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.secretmanager_v1 import SecretManagerServiceClient
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcTransport,
)
from google.cloud.storage import Bucket
from google.cloud.storage import Client as StorageClient
from google.cloud.tasks_v2 import CloudTasksClient
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport
from google.pubsub_v1 import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from emulators.supervisor.ports import DoorPorts
from tests.emulators.control.local_cloud import TOPOLOGY, Local


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    door: DoorPorts
    documents: firestore.Client
    publisher: PublisherClient
    tasks: CloudTasksClient
    secrets: SecretManagerServiceClient
    invoices: Bucket


@contextmanager
def as_function(local: Local, name: str) -> Iterator[AtTheDoor]:
    door = local.ports.doors[name]
    address = f"127.0.0.1:{door.grpc}"
    files = StorageClient(
        project=TOPOLOGY.project,
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]  # the library's own
        client_options={"api_endpoint": f"http://127.0.0.1:{door.storage}"},
    )
    with grpc.insecure_channel(address) as channel, pytest.MonkeyPatch.context() as environment:
        environment.setenv("FIRESTORE_EMULATOR_HOST", address)
        documents = firestore.Client(project=TOPOLOGY.project, database="commerce")
        yield AtTheDoor(
            door=door,
            documents=documents,
            publisher=PublisherClient(transport=PublisherGrpcTransport(channel=channel)),
            tasks=CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel)),
            secrets=SecretManagerServiceClient(
                transport=SecretManagerServiceGrpcTransport(channel=channel)
            ),
            invoices=files.bucket(TOPOLOGY.buckets[0].name),
        )
        documents.close()  # type: ignore[no-untyped-call]  # the package types the rest
    files.close()


@contextmanager
def open_publisher(local: Local) -> Iterator[PublisherClient]:
    """As a person of this machine, who may do everything."""
    with grpc.insecure_channel(f"127.0.0.1:{local.ports.pubsub}") as channel:
        yield PublisherClient(transport=PublisherGrpcTransport(channel=channel))


@contextmanager
def firestore_at(door: DoorPorts) -> Iterator[FirestoreClient]:
    """Without the helpers that hide a refusal in a thread of their own."""
    with grpc.insecure_channel(f"127.0.0.1:{door.grpc}") as channel:
        yield FirestoreClient(transport=FirestoreGrpcTransport(channel=channel))
