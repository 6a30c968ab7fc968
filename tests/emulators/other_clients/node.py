"""Running a script of this folder with the official Node clients, where they are installed.

Copy `package.json` into a directory of your own, run `npm install --no-package-lock` in it, and
name its `node_modules` in `KVITTO_NODE_MODULES`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

PACKAGES = os.environ.get("KVITTO_NODE_MODULES", "")
TIMEOUT_SECONDS = 100
_HERE = Path(__file__).parent
_NO_GOOGLE = {"METADATA_SERVER_DETECTION": "none"}
# The clients would ask Google's network who they are.


def needs(package: str) -> pytest.MarkDecorator:
    """Skip the test, and say why, where its client cannot run."""
    reason = _reason_to_skip(package)
    return pytest.mark.skipif(bool(reason), reason=reason or "runs")


def output_of(
    script: str, *arguments: str, body: bytes = b"", environment: Mapping[str, str] | None = None
) -> Any:
    """The JSON that the script prints."""
    node = shutil.which("node")
    assert node is not None
    finished = subprocess.run(
        [node, str(_HERE / script), *arguments],
        env={**os.environ, **_NO_GOOGLE, "NODE_PATH": PACKAGES, **(environment or {})},
        input=body,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr.decode()
    return json.loads(finished.stdout)


def assert_held(found: dict[str, Any], scenarios: int) -> None:
    """All the scenarios of the script, and none by leaving it out."""
    assert found["failed"] == {}, "\n\n".join(found["failed"].values())
    assert len(found["held"]) == scenarios


def _reason_to_skip(package: str) -> str:
    if shutil.which("node") is None:
        return "there is no node"
    if not (Path(PACKAGES) / package).is_dir():
        return f"KVITTO_NODE_MODULES names no folder with {package}"
    return ""
