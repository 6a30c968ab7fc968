"""Which heavy packages a function loads before its first request: these and no others."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.functions.deployed import NAMES

STORE = {"google.cloud.firestore", "grpc", "jwt", "pydantic"}
OUTBOX = STORE | {"google.pubsub_v1", "google.cloud.tasks_v2"}
ALLOWED = {
    "backoffice": STORE | {"google.pubsub_v1", "stripe"},
    "checkout": STORE | {"google.cloud.storage", "stripe"},
    "dead_letter_keeper": STORE,
    "invoice_generator": OUTBOX | {"google.cloud.storage", "babel", "fontpkg_inter", "typst"},
    "invoice_numberer": OUTBOX,
    "outbox_relay": OUTBOX,
    "payment_processor": OUTBOX,
    "receipt_mailer": OUTBOX | {"google.cloud.storage", "babel", "boto3"},
    "webhook_intake": set[str](),
}
HEAVY = set().union(*ALLOWED.values())

# For the function that is called most, nothing at all of what the others are made of.
NEVER_IN_INTAKE = (
    *("google.api_core", "google.auth", "google.protobuf", "google.pubsub_v1"),
    *("google.cloud.firestore_v1", "google.cloud.storage", "google.cloud.tasks_v2"),
    *("grpc", "requests", "urllib3", "stripe", "pydantic", "boto3", "botocore", "jwt", "aiohttp"),
    *("flask_cors", "moto", "typst", "babel", "hypothesis", "pytest", "email.mime", "cryptography"),
)
NEVER_ANYWHERE = (
    "emulators",
    "tests",
    "moto",
    "flask_cors",
    "hypothesis",
    "pytest",
    "rich",
    "pypdf",
)


@cache
def modules_of(name: str) -> frozenset[str]:
    script = str(Path(__file__).with_name("loaded_modules.py"))
    # With an empty environment: importing a function must ask for no setting and no credential.
    ran = subprocess.run(
        [sys.executable, script, name],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env={},
    )
    return frozenset(json.loads(ran.stdout))


def is_loaded(package: str, modules: frozenset[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for module in modules)


@pytest.mark.parametrize("name", NAMES)
def test_a_function_loads_its_own_clients_and_no_others(name: str) -> None:
    loaded = {package for package in HEAVY if is_loaded(package, modules_of(name))}

    assert loaded == ALLOWED[name]


@pytest.mark.parametrize("name", NAMES)
def test_no_function_loads_what_belongs_to_the_laptop(name: str) -> None:
    assert [package for package in NEVER_ANYWHERE if is_loaded(package, modules_of(name))] == []


def test_webhook_intake_loads_next_to_nothing() -> None:
    modules = modules_of("webhook_intake")

    assert [package for package in NEVER_IN_INTAKE if is_loaded(package, modules)] == []
    assert len(modules) < 600
