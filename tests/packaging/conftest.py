"""Every package once, and at the end a table of what they weigh."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from tests.packaging.archives import archives, snapshot
from tests.packaging.interpreter import interpreter, runtime
from tests.packaging.package import Package, Size, unpacked
from tests.packaging.table import table

PackageOf = Callable[[str], Package]
Archives = dict[str, Path]
WEIGHED = "package"  # the property that carries a row of the table


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.terraform)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    properties = [
        value
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        for name, value in report.user_properties
        if name == WEIGHED
    ]
    if properties:
        terminalreporter.section(f"packages, for Python {runtime()}, on {interpreter()}")
        terminalreporter.write_line(table({row["name"]: row["size"] for row in properties}))


@pytest.fixture(scope="session")
def terraform_binary() -> str:
    binary = shutil.which("terraform")
    if binary is None:
        pytest.skip("terraform is not installed: no package was built")
    return binary


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="session")
def built(
    terraform_binary: str, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> Archives:
    directory = tmp_path_factory.mktemp("built")
    return archives(terraform_binary, directory, sources, umask=0o022, modified_at=1_000_000_000)


@pytest.fixture(scope="session")
def built_again(
    terraform_binary: str, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> Archives:
    """From another folder, with files of another age and other permissions."""
    directory = tmp_path_factory.mktemp("built_again_somewhere_else")
    return archives(terraform_binary, directory, sources, umask=0o077, modified_at=1_700_000_000)


@pytest.fixture(scope="session")
def package_of(built: Archives, tmp_path_factory: pytest.TempPathFactory) -> PackageOf:
    python = interpreter()

    @cache
    def package_of(name: str) -> Package:
        return unpacked(name, built[name], tmp_path_factory.mktemp(name), python)

    return package_of


@pytest.fixture
def weigh(record_property: Callable[[str, object], None]) -> Callable[[Package], Size]:
    """The package's size, which is also put into the table at the end."""

    def weigh(package: Package) -> Size:
        record_property(WEIGHED, {"name": package.name, "size": asdict(package.size)})
        return package.size

    return weigh
