from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terraform.code import Code, read_code
from tests.terraform.offline import offline
from tests.terraform.plan import Plan
from tests.terraform.running import Terraform, copied
from tests.terraform.stub.provider import Mode


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.terraform)


@pytest.fixture(scope="session")
def terraform_binary() -> str:
    binary = shutil.which("terraform")
    if binary is None:
        pytest.skip("terraform is not installed: the plan was not checked")
    return binary


@pytest.fixture(scope="session")
def terraform(
    terraform_binary: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terraform]:
    """Terraform as it is: what is computed is unknown until it is applied."""
    with offline(terraform_binary, tmp_path_factory.mktemp("unknown"), Mode.UNKNOWN) as terraform:
        yield terraform


@pytest.fixture(scope="session")
def resolving(
    terraform_binary: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terraform]:
    """Terraform whose plans tell everything."""
    with offline(terraform_binary, tmp_path_factory.mktemp("resolved"), Mode.RESOLVED) as terraform:
        yield terraform


@pytest.fixture(scope="session")
def folder(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An initialised copy of `terraform/`. Nobody may spoil it."""
    folder = copied(tmp_path_factory.mktemp("project"))
    terraform.run(folder, "init", "-input=false")
    return folder


@pytest.fixture(scope="session")
def plan(resolving: Terraform, folder: Path) -> Plan:
    return Plan(resolving.plan(folder))


@pytest.fixture(scope="session")
def code() -> Code:
    return read_code()
