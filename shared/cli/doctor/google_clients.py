"""The clients of a deployment, by the login of whoever asks."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import google.auth
from google.auth.transport.requests import AuthorizedSession
from google.cloud import firestore
from google.cloud.firestore_admin_v1 import FirestoreAdminClient
from google.cloud.scheduler_v1 import CloudSchedulerClient
from google.cloud.secretmanager_v1 import SecretManagerServiceClient
from google.cloud.storage import Client as StorageClient
from google.cloud.tasks_v2 import CloudTasksClient
from google.pubsub_v1 import PublisherClient, SubscriberClient

from shared.adapters.firestore.database import FirestoreDatabase
from shared.adapters.stripe_checkout import stripe_client
from shared.cli.doctor.clients import Clients
from shared.cli.doctor.json_api import JsonApi
from shared.cli.doctor.mail_client import mail_client
from shared.cli.doctor.wiring import Wiring

CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform"
CLOCKS = ("https://storage.googleapis.com", "https://api.stripe.com")


def google_clients(wiring: Wiring, opened: ExitStack) -> Clients:
    """`GoogleAuthError` without a login."""
    own, _ = google.auth.default(scopes=[CLOUD_PLATFORM], quota_project_id=wiring.project)
    login: dict[str, Any] = {"credentials": own}
    session = AuthorizedSession(own)  # type: ignore[no-untyped-call]  # the library's own
    opened.callback(session.close)
    database = wiring.firestore.database
    documents = firestore.Client(project=wiring.project, database=database, **login)
    opened.callback(documents.close)
    files = StorageClient(project=wiring.project, **login)
    opened.callback(files.close)
    return Clients(
        publisher=PublisherClient(**login),
        subscriber=SubscriberClient(**login),
        tasks=CloudTasksClient(**login),
        scheduler=CloudSchedulerClient(**login),
        secrets=SecretManagerServiceClient(**login),
        firestore=FirestoreAdminClient(**login),
        documents=FirestoreDatabase(documents),
        files=files,
        run=JsonApi(session, "https://run.googleapis.com"),
        iam=JsonApi(session, "https://iam.googleapis.com"),
        projects=JsonApi(session, "https://cloudresourcemanager.googleapis.com"),
        monitoring=JsonApi(session, "https://monitoring.googleapis.com"),
        stripe=lambda key: stripe_client(key, ""),
        mail=mail_client,
        clocks=CLOCKS,
    )
