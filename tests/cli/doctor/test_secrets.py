"""Secrets that functions cannot read, or had better not."""

from __future__ import annotations

from collections.abc import Callable

from google.cloud.secretmanager_v1 import Secret, SecretPayload

from shared.cli.doctor.clients import Clients
from tests.cli.doctor.cloud import PROJECT, DoctorsCloud
from tests.cli.doctor.seeds import Seed, assert_found, table

STRIPE_KEY = f"{PROJECT}/secrets/stripe-api-key"
SIGNING = f"{PROJECT}/secrets/stripe-webhook-secrets"
ANEW = "stop the stack, run `make reset` and `make up`"


def _holds(secret: str, text: str) -> Callable[[Clients], object]:
    """The secret, with this as the value of its first version."""

    def spoil(clients: Clients) -> None:
        name = f"{PROJECT}/secrets/{secret}"
        found = clients.secrets.get_secret(name=name)
        policy = clients.secrets.get_iam_policy(request={"resource": name})
        clients.secrets.delete_secret(name=name)
        clients.secrets.create_secret(
            parent=PROJECT, secret_id=secret, secret=Secret(replication=found.replication)
        )
        clients.secrets.add_secret_version(parent=name, payload=SecretPayload(data=text.encode()))
        policy.etag = b""
        clients.secrets.set_iam_policy(request={"resource": name, "policy": policy})

    return spoil


def _replace_the_version(clients: Clients) -> None:
    clients.secrets.add_secret_version(
        parent=STRIPE_KEY, payload=SecretPayload(data=b"sk_test_other_key")
    )
    clients.secrets.destroy_secret_version(name=f"{STRIPE_KEY}/versions/1")


@table(
    Seed(
        "secret-missing",
        "secrets",
        lambda clients: clients.secrets.delete_secret(name=STRIPE_KEY),
        "secret stripe-api-key is not there",
    ),
    Seed(
        "secret-empty",
        "secrets",
        lambda clients: clients.secrets.disable_secret_version(name=f"{SIGNING}/versions/1"),
        "secret stripe-webhook-secrets has no version that can be read",
        ANEW,
    ),
    Seed(
        "secret-version-gone",
        "secrets",
        _replace_the_version,
        "secret stripe-api-key: functions read version 1, which is destroyed",
        "name another one in `secret_generations`",
    ),
    Seed(
        "secret-whitespace",
        "secrets",
        _holds("stripe-api-key", "sk_test_0123456789abcdef\n"),
        "secret stripe-api-key begins or ends with a blank or a line break",
        ANEW,
    ),
    Seed(
        "secret-shape",
        "secrets",
        _holds("stripe-webhook-secrets", "sk_test_0123456789abcdef"),
        "secret stripe-webhook-secrets is no list of signing secrets of Stripe",
        ANEW,
    ),
    Seed(
        "order-token-key-short",
        "secrets",
        _holds("order-token-keys", "a-good-key-of-forty-three-characters-or-so,short"),
        "secret order-token-keys has a key of less than 32 characters",
        ANEW,
    ),
)
def test_a_mistake_with_a_secret_is_found(cloud: DoctorsCloud, seed: Seed) -> None:
    assert_found(cloud, seed)
