"""The real `terraform`, offline, on copies of `terraform/` that may be spoiled."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOCAL = Path("env/local.tfvars")  # what the local stack is planned with
TIMEOUT_SECONDS = 100

# The values that only a test would write down.
SECRETS = {
    "order-token-keys": "not-a-token-key-but-long-enough",
    "ses-access-key-id": "not-an-access-key-id",
    "ses-secret-access-key": "not-a-secret-access-key",
    "stripe-api-key": "not-an-api-key",
    "stripe-webhook-secrets": "not-a-webhook-secret",
}

_LOCAL_BACKEND = """\
terraform {
  backend "local" {}
}
"""
_QUIET = ("-no-color", "-lock=false")
_NOISE = shutil.ignore_patterns(".terraform*", ".build", "*.tfstate*")


class TerraformFailed(Exception):
    """The command's own words."""

    @property
    def sentence(self) -> str:
        """What it said, without the frames and line breaks that make it pretty."""
        return " ".join(str(self).replace("│", " ").split())


@dataclass(frozen=True, slots=True)
class Terraform:
    binary: str
    environment: Mapping[str, str]
    directory: Path  # where archives are written

    def run(self, folder: Path, *arguments: str) -> str:
        """What the command printed; `TerraformFailed` if it did not end well."""
        done = subprocess.run(
            [self.binary, *arguments],
            cwd=folder,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=TIMEOUT_SECONDS,
        )
        if done.returncode != 0:
            raise TerraformFailed(done.stderr or done.stdout)
        return done.stdout

    def validate(self, folder: Path) -> None:
        self.run(folder, "validate", "-no-color")

    def plan(self, folder: Path, *arguments: str, values: Path = LOCAL) -> dict[str, Any]:
        """The plan of `folder` with the file of `values`, as `terraform show -json` tells it."""
        self.run(folder, "plan", *_inputs(values=values), *_QUIET, "-out=plan", *arguments)
        return self.shown(folder)

    def shown(self, folder: Path) -> dict[str, Any]:
        """What was planned last."""
        plan: dict[str, Any] = json.loads(self.run(folder, "show", "-json", "plan"))
        return plan

    def apply(self, folder: Path) -> None:
        self.run(folder, "apply", *_inputs(), "-auto-approve")

    def destroy(self, folder: Path) -> None:
        self.run(folder, "destroy", *_inputs(), "-auto-approve")

    def differs(self, folder: Path, secrets: Mapping[str, str] = SECRETS) -> bool:
        """Whether a plan of what was applied still has something to do."""
        self.run(folder, "plan", *_inputs(secrets), "-out=plan")
        changes = self.shown(folder)["resource_changes"]
        return any(set(change["change"]["actions"]) - {"no-op", "read"} for change in changes)


def _inputs(secrets: Mapping[str, str] = SECRETS, values: Path = LOCAL) -> tuple[str, ...]:
    return (
        "-input=false",
        f"-var-file={values}",
        f"-var=secret_values={json.dumps(secrets)}",
    )


def copied(destination: Path) -> Path:
    """A copy of `terraform/` with its state in it, and next to it sources of one line each.

    Terraform handles the text of every archived file many times over; what is in them changes
    nothing about a plan but its speed.
    """
    folder = destination / "terraform"
    shutil.copytree(ROOT / "terraform", folder, ignore=_NOISE)
    for root in (folder, folder / "stripe"):
        (root / "zz_override.tf").write_text(_LOCAL_BACKEND, encoding="utf-8")
    sources = [*ROOT.glob("functions/*/*.*"), ROOT / "shared/__init__.py"]
    for source in sources:
        stub = destination / source.relative_to(ROOT)
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text(f"{source.name}\n", encoding="utf-8")
    return folder
