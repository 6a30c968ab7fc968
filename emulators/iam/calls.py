"""What each call of a function needs: permissions, and on which resources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Needs = Callable[[Any], Iterator[tuple[str, str]]]
"""From a request to (permission, full resource name), one pair for each thing it needs."""

_DATABASE = re.compile(r"projects/[^/]+/databases/[^/]+")


def _publish(request: Any) -> Iterator[tuple[str, str]]:
    yield "pubsub.topics.publish", request.topic


def _create_task(request: Any) -> Iterator[tuple[str, str]]:
    yield "cloudtasks.tasks.create", request.parent
    account = request.task.http_request.oidc_token.service_account_email
    if account:  # whoever makes a task that calls as somebody must be allowed to be that
        project = request.parent.split("/")[1]
        yield "iam.serviceAccounts.actAs", f"projects/{project}/serviceAccounts/{account}"


def _access_secret(request: Any) -> Iterator[tuple[str, str]]:
    yield "secretmanager.versions.access", request.name.rpartition("/versions/")[0]


def _use_database(request: Any) -> Iterator[tuple[str, str]]:
    for field in ("database", "parent", "name"):
        found = _DATABASE.match(getattr(request, field, ""))
        if found:
            yield "datastore.entities", found.group()
            return


_CALLS: dict[str, Needs] = {
    "/google.pubsub.v1.Publisher/Publish": _publish,
    "/google.cloud.tasks.v2.CloudTasks/CreateTask": _create_task,
    "/google.cloud.secretmanager.v1.SecretManagerService/AccessSecretVersion": _access_secret,
}
_FIRESTORE = "/google.firestore.v1.Firestore/"


def needs(method: str) -> Needs | None:
    """What a call of `method`, "/package.Service/Method", needs; None for one nobody may make."""
    if method.startswith(_FIRESTORE):
        return _use_database
    return _CALLS.get(method)
