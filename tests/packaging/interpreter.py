"""The Python that functions run on, if this machine has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.terraform.running import ROOT


def runtime(locals_tf: Path = ROOT / "terraform/locals.tf") -> str:
    """`3.13`: what `runtime = "python313"` asks for."""
    text = locals_tf.read_text(encoding="utf-8")
    digits = text.partition('"python')[2].partition('"')[0]
    return f"{digits[0]}.{digits[1:]}"


def interpreter() -> str:
    """That Python's executable; where there is none, the one that runs the tests."""
    version = runtime()
    found = shutil.which(f"python{version}")
    if found is None:
        return sys.executable
    told = subprocess.run(
        [found, "-c", "import sys; print(sys.executable)"],
        # A shim of pyenv answers only when it is told which version is meant.
        env={**os.environ, "PYENV_VERSION": version},
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() if told.returncode == 0 else sys.executable
