"""The plan of `terraform/`, made offline by the real Terraform, against the code it deploys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terraform.checks.every import CHECKS
from tests.terraform.code import Code
from tests.terraform.plan import Plan
from tests.terraform.running import Terraform


def test_the_files_are_formatted(terraform: Terraform, folder: Path) -> None:
    assert terraform.run(folder, "fmt", "-check", "-recursive", "-diff") == ""


def test_the_configuration_is_valid(terraform: Terraform, folder: Path) -> None:
    assert "Success!" in terraform.run(folder, "validate", "-no-color")


def test_nothing_needs_to_be_known_before_it_is_made(terraform: Terraform, folder: Path) -> None:
    assert terraform.plan(folder)["errored"] is False


@pytest.mark.parametrize("name", CHECKS)
def test_the_plan_passes(name: str, plan: Plan, code: Code) -> None:
    assert list(CHECKS[name](plan, code)) == []
