"""Which permissions each granted role holds, as far as the functions use them."""

from __future__ import annotations

from collections.abc import Mapping

PERMISSIONS: Mapping[str, frozenset[str]] = {
    "roles/cloudtasks.enqueuer": frozenset({"cloudtasks.tasks.create"}),
    "roles/datastore.user": frozenset({"datastore.entities"}),
    "roles/iam.serviceAccountOpenIdTokenCreator": frozenset({"iam.serviceAccounts.getOpenIdToken"}),
    "roles/iam.serviceAccountTokenCreator": frozenset({"iam.serviceAccounts.getOpenIdToken"}),
    "roles/iam.serviceAccountUser": frozenset({"iam.serviceAccounts.actAs"}),
    "roles/pubsub.publisher": frozenset({"pubsub.topics.publish"}),
    "roles/pubsub.subscriber": frozenset({"pubsub.subscriptions.consume"}),
    "roles/run.invoker": frozenset({"run.routes.invoke"}),
    "roles/secretmanager.secretAccessor": frozenset({"secretmanager.versions.access"}),
    "roles/storage.legacyBucketReader": frozenset({"storage.buckets.get", "storage.objects.list"}),
    "roles/storage.objectCreator": frozenset({"storage.objects.create"}),
    "roles/storage.objectViewer": frozenset({"storage.objects.get", "storage.objects.list"}),
}


def role_with(permission: str) -> str:
    """The role to grant for it, the narrowest there is here; `LookupError` when none has it."""
    holders = [role for role, held in PERMISSIONS.items() if permission in held]
    if not holders:
        raise LookupError(f"no role that a function may be given holds {permission}")
    return min(holders, key=lambda role: ("legacy" in role, len(PERMISSIONS[role]), role))
