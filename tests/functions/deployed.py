"""The functions as they are deployed: their folders, and their environment from the topology."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import functions_framework
import functions_framework.aio

from emulators.topology import Oidc, Topology
from shared.composition.outbox import NUMBERING_PATH, RECEIPTS_PATH
from tests.edge.asking import Asgi, Wsgi

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(found.parent for found in (ROOT / "functions").glob("*/main.py"))
NAMES = [folder.name for folder in FOLDERS]

TOPOLOGY = Topology.load()

NOBODY = "127.0.0.1:9"  # the discard port: a call that goes out fails at once
SECRETS = {
    "STRIPE_API_KEY": "sk_test_local",
    "STRIPE_WEBHOOK_SECRETS": "whsec_new,whsec_old",
    "ORDER_TOKEN_KEYS": "key",
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
}


def environment_of(name: str) -> dict[str, str]:
    """What Terraform sets, and the addresses that keep every client on this machine."""
    function = next(found for found in TOPOLOGY.functions if found.entry_point == name)
    secrets = {secret.key: SECRETS[secret.key] for secret in function.secret_environment}
    return {
        **function.environment,
        **secrets,
        "FIRESTORE_EMULATOR_HOST": NOBODY,
        "STORAGE_EMULATOR_HOST": f"http://{NOBODY}",
        "PUBSUB_EMULATOR_HOST": NOBODY,
        "CLOUD_TASKS_EMULATOR_HOST": NOBODY,
        "PUBSUB_REST_EMULATOR": f"http://{NOBODY}",
        "AWS_ENDPOINT_URL_SESV2": f"http://{NOBODY}",
        "STRIPE_API_BASE": f"http://{NOBODY}",
        "EXCHANGE_RATES_URL": f"http://{NOBODY}",
    }


@dataclass(frozen=True, slots=True)
class Door:
    """A private address, and the one service account that may come in."""

    function: str
    path: str
    invoker: str

    def __str__(self) -> str:
        return f"{self.function}{self.path}"


def doors() -> list[Door]:
    """Whatever the topology pushes, schedules and enqueues to."""
    pushed = [_door(found.push_endpoint, found.oidc) for found in TOPOLOGY.subscriptions]
    scheduled = [_door(found.uri, found.oidc) for found in TOPOLOGY.schedules]
    tasks = environment_of("payment_processor")["TASKS_INVOKER"]
    enqueued = [
        Door("invoice_numberer", NUMBERING_PATH, tasks),
        Door("receipt_mailer", RECEIPTS_PATH, tasks),
    ]
    return [*pushed, *scheduled, *enqueued]


def _door(url: str, oidc: Oidc) -> Door:
    function = next(found for found in TOPOLOGY.functions if url.startswith(found.uri))
    return Door(function.entry_point, url.removeprefix(function.uri), oidc.service_account_email)


def wsgi_of(name: str) -> Wsgi:
    with _loading():
        application: Wsgi = functions_framework.create_app(name, str(_source(name)))  # type: ignore[no-untyped-call]  # untyped package
    return application


def asgi_of(name: str) -> tuple[Asgi, ModuleType]:
    with _loading():
        application: Asgi = functions_framework.aio.create_asgi_app(name, str(_source(name)))  # type: ignore[no-untyped-call]  # untyped package
        return application, sys.modules["main"]


@contextmanager
def _loading() -> Iterator[None]:
    """The framework leaves its traces in the path and in the environment."""
    path, environment = list(sys.path), dict(os.environ)
    yield
    sys.path[:] = path
    for name in {"FUNCTION_TARGET", "FUNCTION_SIGNATURE_TYPE"} - set(environment):
        os.environ.pop(name, None)


def _source(name: str) -> Path:
    return ROOT / "functions" / name / "main.py"
