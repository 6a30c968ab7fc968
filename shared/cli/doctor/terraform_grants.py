"""Who may do what, from what Terraform says: every role that is granted on one resource."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from shared.cli.doctor.terraform_values import Terraform, Values, block

_DATABASE = re.compile(r'resource\.name == "(projects/[^"]+/databases/[^"]+)"')

_RESOURCES: dict[str, Callable[[Values], str]] = {
    "google_cloud_run_v2_service_iam_member": lambda values: (
        f"projects/{values['project']}/locations/{values['location']}/services/{_last(values)}"
    ),
    "google_cloud_tasks_queue_iam_member": lambda values: (
        f"projects/{values['project']}/locations/{values['location']}/queues/{_last(values)}"
    ),
    "google_pubsub_subscription_iam_member": lambda values: (
        f"projects/{values['project']}/subscriptions/{_last(values, 'subscription')}"
    ),
    "google_pubsub_topic_iam_member": lambda values: (
        f"projects/{values['project']}/topics/{_last(values, 'topic')}"
    ),
    "google_secret_manager_secret_iam_member": lambda values: (
        f"projects/{values['project']}/secrets/{_last(values, 'secret_id')}"
    ),
    "google_service_account_iam_member": lambda values: str(values["service_account_id"]),
    # The provider writes `b/NAME` into its state.
    "google_storage_bucket_iam_member": lambda values: f"buckets/{_last(values, 'bucket')}",
}


def grants(terraform: Terraform) -> Iterator[dict[str, Any]]:
    """Without what only builds and deployments need: grants on the whole project."""
    for kind, resource in _RESOURCES.items():
        for values in terraform.of(kind):
            yield {
                "member": values["member"],
                "role": values["role"],
                "resource": resource(values),
            }
    for values in terraform.of("google_project_iam_member"):
        # Firestore has no roles below the project; the condition names the database.
        condition = str(block(values.get("condition")).get("expression", ""))
        database = _DATABASE.search(condition)
        if database:
            yield {"member": values["member"], "role": values["role"], "resource": database[1]}


def _last(values: Values, name: str = "name") -> str:
    """The provider keeps some names in full, once they are applied."""
    return str(values[name]).rpartition("/")[2]
