"""Grants that were forgotten, and one too many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.cli.doctor.clients import Clients
from tests.cli.doctor.cloud import LOCATION, PROJECT, TOPOLOGY, DoctorsCloud
from tests.cli.doctor.seeds import Seed, assert_found, table

ACCOUNTS = "kvitto-local.iam.gserviceaccount.com"
AGENT = "service-100000000001@gcp-sa-pubsub.iam.gserviceaccount.com"


def _revoke(
    client: Callable[[Clients], Any], resource: str, account: str
) -> Callable[[Clients], object]:
    """Take every role on the resource from the account."""

    def spoil(clients: Clients) -> None:
        policy = client(clients).get_iam_policy(request={"resource": resource})
        for binding in policy.bindings:
            if f"serviceAccount:{account}" in binding.members:
                binding.members.remove(f"serviceAccount:{account}")
        client(clients).set_iam_policy(request={"resource": resource, "policy": policy})

    return spoil


def _revoke_by_json(get: str, path: str, account: str, role: str) -> Callable[[Clients], object]:
    def spoil(clients: Clients) -> None:
        policy = clients.iam._call(get, f"{path}:getIamPolicy")  # noqa: SLF001 - as any program may
        for binding in policy["bindings"]:
            if binding["role"] == role:
                binding["members"] = [m for m in binding["members"] if not m.endswith(account)]
        clients.iam.post(f"{path}:setIamPolicy", {"policy": policy})

    return spoil


def _revoke_on_bucket(account: str, role: str) -> Callable[[Clients], object]:
    def spoil(clients: Clients) -> None:
        bucket = clients.files.bucket(TOPOLOGY.buckets[0].name)
        policy = bucket.get_iam_policy(requested_policy_version=3)
        for binding in policy.bindings:
            if binding["role"] == role:
                binding["members"] = {m for m in binding["members"] if not m.endswith(account)}
        bucket.set_iam_policy(policy)

    return spoil


def _invite_everybody(clients: Clients) -> None:
    path = f"/v2/{LOCATION}/services/backoffice"
    policy = clients.run.get(f"{path}:getIamPolicy")
    policy["bindings"].append({"role": "roles/run.invoker", "members": ["allUsers"]})
    clients.run.post(f"{path}:setIamPolicy", {"policy": policy})


def _missing(service: str, spoil: Callable[[Clients], object], what: str, role: str) -> Seed:
    return Seed("grant-missing", service, spoil, what, f"grant {role} on ")


@table(
    _missing(
        "pubsub",
        _revoke(
            lambda clients: clients.publisher,
            f"{PROJECT}/topics/provider-events",
            f"webhook-intake@{ACCOUNTS}",
        ),
        f"webhook-intake@{ACCOUNTS} cannot publish to topic provider-events",
        "roles/pubsub.publisher",
    ),
    _missing(
        "pubsub",
        _revoke(lambda clients: clients.publisher, f"{PROJECT}/topics/dead-letters", AGENT),
        f"{AGENT} cannot publish to topic dead-letters",
        "roles/pubsub.publisher",
    ),
    _missing(
        "pubsub",
        _revoke(
            lambda clients: clients.subscriber, f"{PROJECT}/subscriptions/payment-processor", AGENT
        ),
        f"{AGENT} cannot take dead letters off subscription payment-processor",
        "roles/pubsub.subscriber",
    ),
    _missing(
        "tasks",
        _revoke(
            lambda clients: clients.tasks,
            f"{LOCATION}/queues/numbering",
            f"payment-processor@{ACCOUNTS}",
        ),
        f"payment-processor@{ACCOUNTS} cannot make tasks in queue numbering",
        "roles/cloudtasks.enqueuer",
    ),
    _missing(
        "secrets",
        _revoke(
            lambda clients: clients.secrets,
            f"{PROJECT}/secrets/stripe-api-key",
            f"checkout@{ACCOUNTS}",
        ),
        f"checkout@{ACCOUNTS} cannot read secret stripe-api-key",
        "roles/secretmanager.secretAccessor",
    ),
    _missing(
        "storage",
        _revoke_on_bucket(f"receipt-mailer@{ACCOUNTS}", "roles/storage.objectViewer"),
        f"receipt-mailer@{ACCOUNTS} cannot read from bucket {TOPOLOGY.buckets[0].name}",
        "roles/storage.objectViewer",
    ),
    _missing(
        "storage",
        _revoke_on_bucket(f"invoice-generator@{ACCOUNTS}", "roles/storage.objectCreator"),
        f"invoice-generator@{ACCOUNTS} cannot write to bucket {TOPOLOGY.buckets[0].name}",
        "roles/storage.objectCreator",
    ),
    _missing(
        "iam",
        _revoke_by_json(
            "GET",
            f"/v2/{LOCATION}/services/receipt-mailer",
            f"tasks-invoker@{ACCOUNTS}",
            "roles/run.invoker",
        ),
        f"tasks-invoker@{ACCOUNTS} cannot call function receipt-mailer",
        "roles/run.invoker",
    ),
    _missing(
        "iam",
        _revoke_by_json(
            "POST",
            f"/v1/{PROJECT}/serviceAccounts/tasks-invoker@{ACCOUNTS}",
            f"outbox-relay@{ACCOUNTS}",
            "roles/iam.serviceAccountUser",
        ),
        f"outbox-relay@{ACCOUNTS} cannot make tasks that call as identity tasks-invoker@{ACCOUNTS}",
        "roles/iam.serviceAccountUser",
    ),
    _missing(
        "iam",
        _revoke_by_json("POST", f"/v3/{PROJECT}", f"checkout@{ACCOUNTS}", "roles/datastore.user"),
        f"checkout@{ACCOUNTS} cannot use database commerce",
        "roles/datastore.user",
    ),
    Seed(
        "open-to-everybody",
        "iam",
        _invite_everybody,
        "allUsers may use function backoffice: roles/run.invoker",
        "remove that grant",
    ),
)
def test_a_grant_that_is_not_as_planned_is_found(cloud: DoctorsCloud, seed: Seed) -> None:
    assert_found(cloud, seed)
