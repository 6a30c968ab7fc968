"""The plan of a deployment from a file: Terraform's words, or the local stack's own."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from shared.cli.cannot_run import CannotRun
from shared.cli.doctor.terraform_values import NotKvitto, Terraform
from shared.cli.doctor.terraform_wiring import wiring_of
from shared.cli.doctor.wiring import Wiring

_MAKE_IT = "make it with `terraform show -json`"


def read_wiring(path: Path) -> Wiring:
    """`CannotRun` unless it is `terraform show -json` of a state or a plan, or a wiring."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {_MAKE_IT}") from error
    except ValueError as error:
        raise CannotRun(f"{path} is not JSON: {_MAKE_IT}") from error
    try:
        if isinstance(content, dict) and "terraform_version" in content:
            return wiring_of(Terraform(content))
        return Wiring.model_validate(content)
    except NotKvitto as error:
        raise CannotRun(f"{path} does not describe Kvitto: {error}") from error
    except ValidationError as error:
        flaw = error.errors()[0]
        place = ".".join(str(part) for part in flaw["loc"])
        raise CannotRun(f"{path} does not describe a deployment: {place}: {flaw['msg']}") from error
