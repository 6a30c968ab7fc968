"""The official clients that the doctor looks through, at Google or at the local stack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from google.cloud.firestore_admin_v1 import FirestoreAdminClient
from google.cloud.scheduler_v1 import CloudSchedulerClient
from google.cloud.secretmanager_v1 import SecretManagerServiceClient
from google.cloud.storage import Client as StorageClient
from google.cloud.tasks_v2 import CloudTasksClient
from google.pubsub_v1 import PublisherClient, SubscriberClient
from stripe import StripeClient

from shared.cli.doctor.json_api import JsonApi
from shared.usecases.ports.database import Database

CALL: Mapping[str, Any] = {"timeout": 5.0, "retry": None}
"""For every call of Google's clients: it is a person who waits, and may ask again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    publisher: PublisherClient
    subscriber: SubscriberClient
    tasks: CloudTasksClient
    scheduler: CloudSchedulerClient
    secrets: SecretManagerServiceClient
    firestore: FirestoreAdminClient
    documents: Database
    files: StorageClient
    run: JsonApi
    iam: JsonApi
    projects: JsonApi
    monitoring: JsonApi | None  # None: there is none on a laptop
    stripe: Callable[[str], StripeClient] | None  # by the API key; None: a laptop without the twin
    mail: Callable[[str, str, str], Any]  # sesv2 by region, key id and secret key
    clocks: tuple[str, ...]  # addresses whose answers carry the time
