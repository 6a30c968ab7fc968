"""The HTTP forms of Google's methods, as the official clients' REST transports know them.

`python -m tests.emulators.google_apis.http_forms_of_clients` writes what the emulators read.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from google.cloud.firestore_admin_v1.services.firestore_admin.transports import (
    FirestoreAdminRestTransport,
)
from google.cloud.firestore_v1.services.firestore.transports import FirestoreRestTransport
from google.cloud.scheduler_v1.services.cloud_scheduler.transports import (
    CloudSchedulerRestTransport,
)
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceRestTransport,
)
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksRestTransport
from google.pubsub_v1.services.publisher.transports.rest import PublisherRestTransport
from google.pubsub_v1.services.schema_service.transports.rest import SchemaServiceRestTransport
from google.pubsub_v1.services.subscriber.transports.rest import SubscriberRestTransport

from emulators.google_apis.http_forms import PATH

_TRANSPORTS = {
    "google.cloud.scheduler.v1.CloudScheduler": CloudSchedulerRestTransport,
    "google.cloud.secretmanager.v1.SecretManagerService": SecretManagerServiceRestTransport,
    "google.cloud.tasks.v2.CloudTasks": CloudTasksRestTransport,
    "google.firestore.admin.v1.FirestoreAdmin": FirestoreAdminRestTransport,
    "google.firestore.v1.Firestore": FirestoreRestTransport,
    "google.pubsub.v1.Publisher": PublisherRestTransport,
    "google.pubsub.v1.SchemaService": SchemaServiceRestTransport,
    "google.pubsub.v1.Subscriber": SubscriberRestTransport,
}


def http_forms_of_clients() -> dict[str, list[dict[str, Any]]]:
    return {service: _forms(transport) for service, transport in _TRANSPORTS.items()}


def _forms(transport: type[Any]) -> list[dict[str, Any]]:
    """Streams have a class there, too, but no form."""
    found = {name: getattr(transport, name) for name in dir(transport) if name.startswith("_Base")}
    return [
        {"method": name.removeprefix("_Base"), "verb": option.pop("method").upper(), **option}
        for name, method in found.items()
        if hasattr(method, "_get_http_options")
        for option in method._get_http_options()  # noqa: SLF001 - the clients keep them nowhere else
    ]


if __name__ == "__main__":
    content = json.dumps(http_forms_of_clients(), indent=1) + "\n"
    sys.stdout.write(f"{PATH.name}: {PATH.write_text(content, encoding='utf-8')} characters\n")
