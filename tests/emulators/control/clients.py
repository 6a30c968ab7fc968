"""The official clients, dialling a local cloud."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore, tasks_v2
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.pubsub_v1 import (  # type: ignore[import-untyped] # ships no type information
    PublisherClient,
    SubscriberClient,
)
from google.cloud.storage import Bucket
from google.cloud.storage import Client as StorageClient
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from tests.emulators.control.local_cloud import TOPOLOGY, Local

PROJECT = TOPOLOGY.project
DATABASE = f"projects/{PROJECT}/databases/commerce"
TASKS_INVOKER = f"tasks-invoker@{PROJECT}.iam.gserviceaccount.com"


def invoker_of(audience: str) -> tasks_v2.OidcToken:
    """What a task must carry to be let in."""
    return tasks_v2.OidcToken(service_account_email=TASKS_INVOKER, audience=audience)


@contextmanager
def channel(port: int) -> Iterator[Any]:
    opened = grpc.insecure_channel(f"127.0.0.1:{port}")
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def database(local: Local) -> Iterator[firestore.Client]:
    """A client whose every call is one call: no retries of its own."""
    with channel(local.ports.firestore) as opened:
        client = firestore.Client(
            project=PROJECT,
            database="commerce",
            credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call] # of google-auth
        )
        api = FirestoreClient(transport=FirestoreGrpcTransport(channel=opened))
        client._firestore_api_internal = api  # noqa: SLF001 - as the emulator variable would do
        yield client


@contextmanager
def publisher(local: Local) -> Iterator[PublisherClient]:
    with channel(local.ports.pubsub) as opened:
        yield PublisherClient(transport=PublisherGrpcTransport(channel=opened))


@contextmanager
def subscriber(local: Local) -> Iterator[SubscriberClient]:
    with channel(local.ports.pubsub) as opened:
        yield SubscriberClient(transport=SubscriberGrpcTransport(channel=opened))


@contextmanager
def tasks(local: Local) -> Iterator[tasks_v2.CloudTasksClient]:
    with channel(local.ports.tasks) as opened:
        yield tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=opened))


@contextmanager
def bucket(local: Local) -> Iterator[Bucket]:
    client = StorageClient(
        project=PROJECT,
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call] # of google-auth
        client_options={"api_endpoint": f"http://127.0.0.1:{local.ports.storage}"},
    )
    try:
        yield client.bucket(TOPOLOGY.buckets[0].name)
    finally:
        client.close()
