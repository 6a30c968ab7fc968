"""What a function may import: what its own requirements.txt pins, as where it is deployed.

All functions share one environment on this machine. Without this, one that forgot to pin a
package would work here and fail there. (It is faster, too: some packages import others merely
because they find them.)
"""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_TOP_LEVEL = re.compile(r"^([A-Za-z_]\w*)[./]", re.MULTILINE)  # in a RECORD, a path per line


def hide_what_is_not_pinned(requirements: Path) -> None:
    """From now on an import of an installed package that `requirements` does not pin fails."""
    hidden = _installed() - pinned_modules(requirements)
    sys.meta_path.insert(0, _Hider(hidden, requirements))


def pinned_modules(requirements: Path) -> set[str]:
    """The top-level modules of the pinned packages, as far as they are installed."""
    modules: set[str] = set()
    for package in _PINNED.findall(requirements.read_text(encoding="utf-8")):
        try:
            record = distribution(package).read_text("RECORD")
        except PackageNotFoundError:  # pinned for another system
            continue
        modules.update(_TOP_LEVEL.findall(record or ""))
    return modules


def _installed() -> set[str]:
    packages = Path(sysconfig.get_path("purelib"))
    names = {path.name.partition(".")[0] for path in packages.iterdir()}
    return {name for name in names if name.isidentifier()}


class _Hider:
    """An import hook that finds nothing, and keeps the others from finding some modules."""

    def __init__(self, hidden: set[str], requirements: Path) -> None:
        self._hidden = hidden
        self._requirements = requirements

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,  # noqa: ARG002 - what the import system passes
        target: ModuleType | None = None,  # noqa: ARG002 - what the import system passes
    ) -> ModuleSpec | None:
        if name in self._hidden:
            raise ModuleNotFoundError(f"{self._requirements} does not pin {name}", name=name)
        return None
