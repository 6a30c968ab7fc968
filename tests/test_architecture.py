"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
CODE = ("shared", "functions", "emulators", "tests")
LINES_MAX = 250
BANNED_NAMES = {"utils", "helpers", "common", "base", "manager"}
# Backwards, or this file would be the first to be found.
LEFTOVER = re.compile(rf"\b({'|'.join(word[::-1] for word in ('ODOT', 'EMXIF', 'KCAH'))})\b")
TEXT = {".py", ".md", ".tf", ".toml", ".json", ".html", ".css", ".js", ".typ", ".txt", ".sh", ""}

# The environment is read in one place. The command line is a program of its own, which sets it.
MAY_TOUCH_THE_ENVIRONMENT = ("shared/edge/settings.py", "shared/cli/")


def files_in(*folders: str, suffix: str = "") -> list[Path]:
    found = (path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}"))
    hidden = ("__pycache__", ".terraform", ".kvitto")
    return sorted(path for path in found if path.is_file() and not {*hidden} & {*path.parts})


def told(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


PYTHON = files_in(*CODE, suffix=".py")


def test_the_layers_point_inwards() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    ran = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 broken" in ran.stdout


def test_the_linter_of_layers_sees_every_file_it_speaks_about() -> None:
    seen = grimp.build_graph("shared", "emulators", cache_dir=None).modules

    files = files_in("shared", "emulators", suffix=".py")
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in files
    }
    assert names - seen == set()


MAINS = files_in("functions", suffix="main.py")


@pytest.mark.parametrize("path", MAINS, ids=lambda path: path.parent.name)
def test_a_function_is_put_together_from_shared_and_the_framework(path: Path) -> None:
    """Function folders are no packages, so the linter of layers passes them by."""
    roots = {name.partition(".")[0] for name in imports_of(path)} - set(sys.stdlib_module_names)

    assert roots <= {"shared", "flask", "starlette", "functions_framework", "google"}


def test_nobody_imports_a_function() -> None:
    importing = [
        told(path)
        for path in files_in("shared", "functions", "emulators", suffix=".py")
        if any(name.partition(".")[0] == "functions" for name in imports_of(path))
    ]

    assert importing == []


def test_no_file_is_longer_than_a_reader_likes() -> None:
    long = {
        told(path): lines
        for path in PYTHON
        if (lines := len(path.read_text("utf-8").splitlines())) > LINES_MAX
    }

    assert long == {}


def test_no_file_or_folder_is_named_after_nothing() -> None:
    named = {
        told(path)
        for path in files_in(*CODE, "terraform", "docs")
        if {part.partition(".")[0].lower() for part in path.relative_to(ROOT).parts} & BANNED_NAMES
    }

    assert named == set()


def test_nothing_is_mocked() -> None:
    mocking = [
        told(path)
        for path in PYTHON
        if any(re.match(r"unittest\.mock|mock\b|pytest_mock", name) for name in imports_of(path))
    ]

    assert mocking == []


def test_the_environment_is_read_in_one_place() -> None:
    touching = [
        told(path)
        for path in files_in("shared", "functions", suffix=".py")
        if any(_touches_the_environment(node) for node in ast.walk(tree_of(path)))
    ]

    assert [path for path in touching if not path.startswith(MAY_TOUCH_THE_ENVIRONMENT)] == []
    assert "shared/edge/settings.py" in touching


def _touches_the_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        of_os = isinstance(node.value, ast.Name) and node.value.id == "os"
        return of_os and node.attr in {"environ", "getenv", "putenv"}
    return isinstance(node, ast.ImportFrom) and node.module == "os"


def cases_in(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.name.startswith("test_")
    ]


def asserts(function: ast.AST) -> bool:
    """By a statement, by expecting an error, or by a function that is named after it."""
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Attribute) and node.attr in {"raises", "fail"})
        or (isinstance(node, ast.Name) and node.id.startswith(("assert_", "_assert_")))
        for node in ast.walk(function)
    )


def test_every_test_asserts() -> None:
    silent = [
        f"{told(path)}::{function.name}"
        for path in files_in("tests", suffix=".py")
        for function in cases_in(path)
        if not asserts(function)
    ]

    assert silent == []


def test_every_test_is_found_by_pytest() -> None:
    lost = [
        told(path)
        for path in files_in("tests", suffix=".py")
        if cases_in(path) and not path.name.startswith("test_")
    ]

    assert lost == []


@pytest.mark.parametrize("folder", [".", "functions", "shared", "emulators", "terraform", "tests"])
def test_a_stranger_finds_a_readme(folder: str) -> None:
    readme = ROOT / folder / "README.md"

    assert readme.is_file()
    assert readme.read_text("utf-8").startswith("# ")


def test_nothing_is_left_for_later() -> None:
    leftover = [
        f"{told(path)}: {found[0]}"
        for path in files_in(*CODE, "terraform", "docs")
        if path.suffix in TEXT and (found := LEFTOVER.search(path.read_text("utf-8", "replace")))
    ]

    assert leftover == []
