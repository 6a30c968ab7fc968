"""The archives that Terraform plans to build the functions from, out of the real sources."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.functions.deployed import NAMES
from tests.terraform.offline import offline
from tests.terraform.running import ROOT, copied
from tests.terraform.stub.provider import Mode

_SOURCES = ("functions", "shared")

# Only what the archives need: a whole plan handles every source many times over.
_TARGETS = [f"-target=module.{name}.google_storage_bucket_object.source" for name in NAMES]


def snapshot(directory: Path) -> Path:
    """What archives are made of, as it is now: somebody may be at work in the repository."""
    for name in _SOURCES:
        shutil.copytree(ROOT / name, directory / name)
    return directory


def archives(
    binary: str, directory: Path, sources: Path, *, umask: int, modified_at: float
) -> dict[str, Path]:
    """The zip of every function, by its folder, from a copy whose files all have that age.

    Everything made on the way lies below `directory` and is made under `umask`.
    """
    with (
        _under(umask),
        offline(binary, directory, Mode.RESOLVED) as terraform,
    ):
        folder = copied(directory / "project")
        for name in _SOURCES:
            _copy(sources / name, folder.parent / name)
        for path in folder.parent.rglob("*"):
            os.utime(path, (modified_at, modified_at))
        terraform.run(folder, "init", "-input=false")
        terraform.plan(folder, *_TARGETS)
    return {name: directory / f".build/{name.replace('_', '-')}.zip" for name in NAMES}


def _copy(source: Path, destination: Path) -> None:
    """The contents only: what the copies may do is left to the umask."""
    shutil.copytree(source, destination, dirs_exist_ok=True, copy_function=shutil.copyfile)


@contextmanager
def _under(umask: int) -> Iterator[None]:
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)
