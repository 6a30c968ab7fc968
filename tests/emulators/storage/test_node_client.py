"""A second official client, in another language, sees the same service."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.emulators.storage.cloud import running_cloud
from tests.emulators.storage.signer import SIGNER, private_key, public_key

_SCRIPT = Path(__file__).with_name("node_client.js")
_PACKAGES = os.environ.get("KVITTO_NODE_MODULES", "")
_TIMEOUT_SECONDS = 60


def _reason_to_skip() -> str:
    if shutil.which("node") is None:
        return "there is no node"
    if not (Path(_PACKAGES) / "@google-cloud" / "storage").is_dir():
        return "KVITTO_NODE_MODULES names no folder with @google-cloud/storage"
    return ""


@pytest.mark.slow
@pytest.mark.skipif(bool(_reason_to_skip()), reason=_reason_to_skip() or "runs")
def test_the_node_client_sees_the_same_service(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text(private_key())
    node = shutil.which("node")
    assert node is not None
    with running_cloud(public_keys={SIGNER: public_key()}) as cloud:
        finished = subprocess.run(
            [node, str(_SCRIPT), cloud.url, "node-bucket", str(key), SIGNER],
            env={**os.environ, "NODE_PATH": _PACKAGES, "STORAGE_EMULATOR_HOST": cloud.url},
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )

    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout) == {
        "content": "second",
        "metadata": {"order": "7"},
        "part": "sec",
        "versions": 2,
        "size": str(600 * 1024),
        "createOnly": 412,
        "whole": "secondsecond",
        "signed": [200, "second"],
        "tampered": 403,
        "put": 200,
        "notification": "1",
        "permissions": {"storage.objects.get": True},
        "exists": False,
        "page": [2, True],
    }
