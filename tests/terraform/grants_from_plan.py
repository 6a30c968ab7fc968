"""Who may do what, read from a plan: every role that is granted on one resource."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.terraform.plan import Plan, Values

_IAM: dict[str, Callable[[Values], str]] = {
    "google_cloud_run_v2_service_iam_member": lambda values: (
        f"projects/{values['project']}/locations/{values['location']}/services/{values['name']}"
    ),
    "google_cloud_tasks_queue_iam_member": lambda values: (
        f"projects/{values['project']}/locations/{values['location']}/queues/{values['name']}"
    ),
    "google_pubsub_subscription_iam_member": lambda values: (
        f"projects/{values['project']}/subscriptions/{values['subscription']}"
    ),
    "google_pubsub_topic_iam_member": lambda values: (
        f"projects/{values['project']}/topics/{values['topic']}"
    ),
    "google_secret_manager_secret_iam_member": lambda values: (
        f"projects/{values['project']}/secrets/{values['secret_id']}"
    ),
    "google_service_account_iam_member": lambda values: str(values["service_account_id"]),
    "google_storage_bucket_iam_member": lambda values: f"buckets/{values['bucket']}",
}


def grants(plan: Plan) -> list[dict[str, Any]]:
    """In order, without those that only builds and deployments need."""
    found = [
        {"member": values["member"], "role": values["role"], "resource": resource(values)}
        for kind, resource in _IAM.items()
        for values in plan.of(kind)
    ]
    found += map(_database, plan.of("google_project_iam_member"))
    return sorted(
        (grant for grant in found if grant["resource"]),
        key=lambda grant: (grant["resource"], grant["role"], grant["member"]),
    )


def _database(values: Values) -> dict[str, Any]:
    """Firestore has no roles below the project; the condition names the database."""
    conditions = values["condition"]
    resource = conditions[0]["expression"].split('"')[1] if conditions else ""
    return {"member": values["member"], "role": values["role"], "resource": resource}
