"""Google's own Firestore emulator, where the Cloud SDK and Java are installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.emulators.loop_thread import eventually

JAR = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar"
MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"


def jar_and_java() -> tuple[Path, str]:
    """Find both, or skip the test saying what is missing."""
    java = shutil.which("java")
    gcloud = shutil.which("gcloud")
    if java is None:
        pytest.skip("no `java` on the path, so Google's Firestore emulator cannot run")
    if gcloud is None:
        pytest.skip("no `gcloud` on the path, so there is no Google Cloud SDK to look in")
    jar = Path(gcloud).resolve().parent.parent / JAR
    if not jar.exists():
        pytest.skip("the Google Cloud SDK lacks its component `cloud-firestore-emulator`")
    return jar, java


@contextmanager
def running_official() -> Iterator[str]:
    """Run Google's emulator and yield its address, "host:port"."""
    jar, java = jar_and_java()
    port = _free_port()
    command = [java, "-Duser.language=en", "-cp", os.fspath(jar), MAIN_CLASS]
    command += ["--host=127.0.0.1", f"--port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not eventually(lambda: _is_open(port)):
            raise TimeoutError("Google's Firestore emulator did not start")
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
