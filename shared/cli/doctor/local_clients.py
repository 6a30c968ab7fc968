"""The clients of the local stack, by the addresses that it wrote down itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import grpc
import requests
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from google.cloud.firestore_admin_v1 import FirestoreAdminClient
from google.cloud.firestore_admin_v1.services.firestore_admin.transports import (
    FirestoreAdminGrpcTransport,
)
from google.cloud.scheduler_v1 import CloudSchedulerClient
from google.cloud.scheduler_v1.services.cloud_scheduler.transports import (
    CloudSchedulerGrpcTransport,
)
from google.cloud.secretmanager_v1 import SecretManagerServiceClient
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcTransport,
)
from google.cloud.storage import Client as StorageClient
from google.cloud.tasks_v2 import CloudTasksClient
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from shared.adapters.firestore.database import FirestoreDatabase
from shared.adapters.stripe_checkout import stripe_client
from shared.cli.doctor.addresses import Addresses
from shared.cli.doctor.clients import Clients
from shared.cli.doctor.json_api import JsonApi
from shared.cli.doctor.mail_client import mail_client
from shared.cli.doctor.wiring import Wiring


def local_clients(at: Addresses, wiring: Wiring, opened: ExitStack) -> Clients:
    def channel(address: str) -> grpc.Channel:
        return opened.enter_context(grpc.insecure_channel(address))

    pubsub, documents = channel(at.pubsub), channel(at.firestore)
    admin = JsonApi(opened.enter_context(requests.Session()), at.iam)
    files = StorageClient(
        project=wiring.project,
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]  # the library's own
        client_options={"api_endpoint": at.storage},
    )
    opened.callback(files.close)
    return Clients(
        publisher=PublisherClient(transport=PublisherGrpcTransport(channel=pubsub)),
        subscriber=SubscriberClient(transport=SubscriberGrpcTransport(channel=pubsub)),
        tasks=CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel(at.tasks))),
        scheduler=CloudSchedulerClient(
            transport=CloudSchedulerGrpcTransport(channel=channel(at.scheduler))
        ),
        secrets=SecretManagerServiceClient(
            transport=SecretManagerServiceGrpcTransport(channel=channel(at.secrets))
        ),
        firestore=FirestoreAdminClient(transport=FirestoreAdminGrpcTransport(channel=documents)),
        documents=FirestoreDatabase(_documents(at, wiring, opened)),
        files=files,
        run=admin,
        iam=admin,
        projects=admin,
        monitoring=None,
        stripe=(lambda key: stripe_client(key, at.stripe_api)) if at.stripe_api else None,
        mail=lambda *account: mail_client(*account, endpoint=at.mail),
        clocks=(at.storage,),
    )


def _documents(at: Addresses, wiring: Wiring, opened: ExitStack) -> firestore.Client:
    with _environment("FIRESTORE_EMULATOR_HOST", at.firestore):
        client = firestore.Client(project=wiring.project, database=wiring.firestore.database)
    opened.callback(client.close)
    return client


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """The client reads it when it is built, and takes no other word for it."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before
