"""The `kvitto` command against a stack, as a person would run it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.journeys.stack import ROOT, Stack


def kvitto(stack: Stack, *words: str, exit_codes: tuple[int, ...] = (0,)) -> Any:
    """What it says with `--json`."""
    command = [sys.executable, "-m", "shared.cli", *words, "--json"]
    described = ["--stack", str(stack.directory / "stack.json")]
    done = subprocess.run(
        [*command, *described], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode in exit_codes, done.stderr
    return json.loads(done.stdout)
