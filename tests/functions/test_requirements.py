"""Each function is deployed with exactly what it needs, pinned by version and by hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.functions.deployed import NAMES, ROOT
from tests.functions.requirements import Pin, closure_of, group_of, pins_in

PYPROJECT, LOCK, DECISIONS = (
    ROOT / "pyproject.toml",
    ROOT / "requirements.lock",
    ROOT / "docs" / "decisions.md",
)


def pins_of(name: str) -> dict[str, Pin]:
    return pins_in(ROOT / "functions" / name / "requirements.txt")


@pytest.mark.parametrize("path", [LOCK, *(ROOT / "functions").glob("*/requirements.txt")], ids=str)
def test_every_package_is_pinned_by_hash_and_nothing_else_stands_there(path: Path) -> None:
    pins = pins_in(path)
    stated = re.findall(r"^[^\s#].*", path.read_text("utf-8"), re.MULTILINE)

    assert len(pins) == len(stated) > 0
    assert [pin.name for pin in pins.values() if not pin.hashes] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_function_runs_on_the_versions_that_were_tested(name: str) -> None:
    locked = pins_in(LOCK)

    assert {pin.name: pin.version for pin in pins_of(name).values()} == {
        pin.name: locked[pin.name].version for pin in pins_of(name).values()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_function_gets_what_its_group_needs_and_no_more(name: str) -> None:
    here = {pin.name for pin in pins_of(name).values() if pin.is_for_here}

    assert here == closure_of(group_of(PYPROJECT, name))


@pytest.mark.parametrize("name", NAMES)
def test_no_function_is_deployed_with_the_tools_of_the_laptop(name: str) -> None:
    groups = tomllib.loads(PYPROJECT.read_text("utf-8"))["dependency-groups"]
    tools = {
        canonicalize_name(Requirement(entry).name) for entry in groups["test"] + groups["lint"]
    }

    assert set(pins_of(name)) & tools == set()


def test_every_package_we_ask_for_has_its_reason_in_the_decisions() -> None:
    groups = tomllib.loads(PYPROJECT.read_text("utf-8"))["dependency-groups"]
    asked = {
        canonicalize_name(Requirement(entry).name)
        for entries in groups.values()
        for entry in entries
        if isinstance(entry, str)
    }
    rows = re.findall(r"^\| ([a-z0-9, -]+) \| .+ \|$", DECISIONS.read_text("utf-8"), re.MULTILINE)
    explained = {name for row in rows for name in row.split(", ")} - {"package"}

    assert explained == asked
