"""What a function's requirements should hold, from its group and what is installed. Offline."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>\S+)(?P<marker> ; .+?)? \\$"
)


@dataclass(frozen=True, slots=True)
class Pin:
    name: str  # canonical
    version: str
    marker: str  # empty: everywhere
    hashes: int

    @property
    def is_for_here(self) -> bool:
        requirement = Requirement(f"{self.name}; {self.marker}" if self.marker else self.name)
        return requirement.marker is None or requirement.marker.evaluate()


def pins_in(path: Path) -> dict[str, Pin]:
    pins: dict[str, Pin] = {}
    current: tuple[str, str, str] | None = None
    hashes = 0
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        found = _LINE.match(line)
        if current and (found or not line):
            pins[current[0]] = Pin(*current, hashes)
        if found:
            marker = (found["marker"] or "").removeprefix(" ; ")
            current, hashes = (canonicalize_name(found["name"]), found["version"], marker), 0
        elif "--hash=sha256:" in line:
            hashes += 1
    return pins


def group_of(pyproject: Path, name: str) -> list[Requirement]:
    groups = tomllib.loads(pyproject.read_text("utf-8"))["dependency-groups"]
    return [Requirement(entry) for entry in groups[name]]


def closure_of(requirements: list[Requirement]) -> set[str]:
    """The canonical names of everything these need here, by what is installed."""
    seen: set[tuple[str, str]] = set()
    waiting = [
        (requirement.name, extra) for requirement in requirements for extra in _extras(requirement)
    ]
    while waiting:
        name, extra = waiting.pop()
        if (canonicalize_name(name), extra) not in seen:
            seen.add((canonicalize_name(name), extra))
            waiting.extend(_needs(name, extra))
    return {name for name, _ in seen}


def _extras(requirement: Requirement) -> set[str]:
    return {"", *requirement.extras}


def _needs(name: str, extra: str) -> Iterator[tuple[str, str]]:
    try:
        needed = distribution(name).requires or []
    except PackageNotFoundError:
        return
    for requirement in map(Requirement, needed):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            for wanted in _extras(requirement):
                yield requirement.name, wanted
