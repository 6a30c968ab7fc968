"""The real Terraform beside our stub of its providers: no network, no cloud."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.terraform.running import Terraform
from tests.terraform.stub.archive import Archive
from tests.terraform.stub.behaviour import Behaviour
from tests.terraform.stub.google import Google
from tests.terraform.stub.provider import Mode, Provider
from tests.terraform.stub.schema import read_schema
from tests.terraform.stub.server import serving
from tests.terraform.stub.stripe import Stripe

_SCHEMAS = Path(__file__).with_name("schemas")

# Projects that exist: the local stack's, and those of the examples.
_PROJECT_NUMBERS = {
    "kvitto-local": "100000000001",
    "your-shop-dev": "123456789012",
    "your-shop-prod": "210987654321",
}


@contextmanager
def offline(binary: str, directory: Path, mode: Mode) -> Iterator[Terraform]:
    """Terraform, as long as the stub is served; sockets and archives go into `directory`."""
    behaviours: dict[str, Behaviour] = {
        "hashicorp/archive": Archive(directory),
        "hashicorp/google": Google(_PROJECT_NUMBERS),
        "stripe/stripe": Stripe(),
    }
    providers = {
        name: Provider(read_schema(_SCHEMAS / f"{name.rpartition('/')[2]}.json"), behaviour, mode)
        for name, behaviour in behaviours.items()
    }
    nothing = directory / "empty.tfrc"
    nothing.touch()
    environment = {
        "CHECKPOINT_DISABLE": "1",
        "HOME": str(directory),
        "PATH": os.environ["PATH"],
        "TFSTUB": "1",
        "TF_CLI_CONFIG_FILE": str(nothing),
        "TF_IN_AUTOMATION": "1",
    }
    with serving(providers, directory, environment) as reattach:
        yield Terraform(binary, environment | reattach, directory)
