"""What the process of the local cloud loads before anybody asks anything."""

from __future__ import annotations

import subprocess
import sys

LOAD = """
import sys
from emulators.google_apis.without_clients import leave_clients_out
leave_clients_out()
import emulators.supervisor.running_cloud
sys.stdout.write("\\n".join(sys.modules))
"""
NOT_NEEDED_TO_SERVE = {"boto3", "duckdb", "google.api_core", "google.auth", "moto", "requests"}


def test_the_cloud_loads_messages_but_no_client_no_moto_and_no_warehouse() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD], capture_output=True, text=True, check=True, timeout=120
    )
    loaded = set(done.stdout.split())
    assert "google.pubsub_v1.types" in loaded
    assert not loaded & NOT_NEEDED_TO_SERVE
