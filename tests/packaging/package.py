"""One function as it is deployed: its archive unpacked, and only its own packages installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

_UV = Path(sys.executable).with_name("uv")  # of the project's own environment
_REQUIREMENTS = "requirements.txt"


class CannotInstall(Exception):
    """The installer's own words."""


@dataclass(frozen=True, slots=True)
class Size:
    files: int
    zipped_kb: int
    unpacked_kb: int
    packages: int
    installed_mb: int


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    folder: Path  # what is unpacked, and nothing else
    python: Path  # of an environment with only what requirements.txt pins
    size: Size

    @property
    def framework(self) -> Path:
        return self.python.with_name("functions-framework")

    def run(self, *arguments: str) -> str:
        """What its Python printed. `CalledProcessError` when it did not end well."""
        return subprocess.run(
            [self.python, *arguments], cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout


def unpacked(name: str, archive: Path, directory: Path, interpreter: str) -> Package:
    """Unpack into an empty folder and install. `CannotInstall` where packages cannot be had."""
    folder, environment = directory / "workspace", directory / "environment"
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
        opened.extractall(folder)
    _uv("venv", "--no-python-downloads", "--python", interpreter, str(environment))
    python = environment / "bin/python"
    _uv("pip", "sync", "--require-hashes", "--python", str(python), str(folder / _REQUIREMENTS))
    (packages,) = environment.glob("lib/python*/site-packages")
    size = Size(
        files=len(entries),
        zipped_kb=_rounded(archive.stat().st_size, 1024),
        unpacked_kb=_rounded(sum(entry.file_size for entry in entries), 1024),
        packages=len(list(packages.glob("*.dist-info"))),
        installed_mb=_rounded(_bytes_below(packages), 1024**2),
    )
    return Package(name, folder, python, size)


def disagreements(package: Package) -> str:
    """Packages that do not fit each other, as the build on Google Cloud would find them."""
    try:
        _uv("pip", "check", "--python", str(package.python))
    except CannotInstall as refusal:
        return str(refusal)
    return ""


def _uv(*arguments: str) -> None:
    done = subprocess.run([_UV, "--quiet", *arguments], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotInstall(f"uv {' '.join(arguments[:2])}: {done.stderr.strip()}")


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _rounded(number: int, unit: int) -> int:
    return -(-number // unit)
