"""Mistakes in `terraform/`, and that each is found by the one whose business it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.terraform.checks.every import CHECKS
from tests.terraform.code import Code
from tests.terraform.plan import Plan
from tests.terraform.running import Terraform, TerraformFailed
from tests.terraform.variants.data import DATA
from tests.terraform.variants.functions import FUNCTIONS
from tests.terraform.variants.grants import GRANTS
from tests.terraform.variants.refused import REFUSED
from tests.terraform.variants.variant import Variant, spoil
from tests.terraform.variants.watching import WATCHING
from tests.terraform.variants.wiring import WIRING

PlanOf = Callable[[str], Plan]
GROUPS = {
    "data": DATA,
    "functions": FUNCTIONS,
    "grants": GRANTS,
    "watching": WATCHING,
    "wiring": WIRING,
}
UNFIT = [(group, variant) for group, variants in GROUPS.items() for variant in variants]


@pytest.mark.parametrize("variant", REFUSED, ids=lambda variant: variant.name)
def test_terraform_refuses(
    variant: Variant, terraform: Terraform, folder: Path, tmp_path: Path
) -> None:
    spoiled = _spoiled(folder, tmp_path, variant)

    with pytest.raises(TerraformFailed) as failure:
        getattr(terraform, variant.caught_by)(spoiled)

    assert variant.finds in failure.value.sentence


@pytest.fixture(scope="session")
def spoiled_plans(
    resolving: Terraform, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> PlanOf:
    """A plan with all the mistakes of a group at once: planning is what takes time."""

    @cache
    def plan_of(group: str) -> Plan:
        spoiled = _spoiled(folder, tmp_path_factory.mktemp(group), *GROUPS[group])
        return Plan(resolving.plan(spoiled))

    return plan_of


@pytest.mark.parametrize(("group", "variant"), UNFIT, ids=lambda value: getattr(value, "name", ""))
def test_a_check_finds(group: str, variant: Variant, spoiled_plans: PlanOf, code: Code) -> None:
    found = list(CHECKS[variant.caught_by](spoiled_plans(group), code))

    assert any(variant.finds in finding for finding in found), found


def test_every_check_finds_something() -> None:
    assert {variant.caught_by for _, variant in UNFIT} == CHECKS.keys()


def _spoiled(folder: Path, directory: Path, *variants: Variant) -> Path:
    """A copy of the project around `folder`, with its modules installed, and with the mistakes."""
    root = directory / "project"
    shutil.copytree(folder.parent, root, ignore=shutil.ignore_patterns("plan"))
    spoil(root / folder.name, variants)
    return root / folder.name
