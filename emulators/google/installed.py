"""Where Google's own emulators and Java are on this machine, if they are."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

FIRESTORE_JAR = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar"
FIRESTORE_MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
PUBSUB_JARS = "platform/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar"


class NotInstalled(Exception):
    """Says what is missing, and how to get it."""


def firestore_command(port: int) -> list[str]:
    """What starts Google's Firestore emulator. `NotInstalled` when it cannot."""
    jar = _jar(FIRESTORE_JAR, "cloud-firestore-emulator")
    # Its error texts follow the locale, which is nobody's contract.
    return [_java(), "-Duser.language=en", "-cp", jar, FIRESTORE_MAIN, *_address(port)]


def pubsub_command(port: int) -> list[str]:
    """What starts Google's Pub/Sub emulator. `NotInstalled` when it cannot."""
    jar = _jar(PUBSUB_JARS, "pubsub-emulator")
    return [_java(), "-Duser.language=en", "-jar", jar, *_address(port)]


def _address(port: int) -> tuple[str, str]:
    return "--host=127.0.0.1", f"--port={port}"


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise NotInstalled("no `java` on the path: Google's emulators need a Java runtime")
    return java


def _jar(pattern: str, component: str) -> str:
    gcloud = shutil.which("gcloud")
    if gcloud is None:
        raise NotInstalled("no `gcloud` on the path: Google's emulators come with its SDK")
    jars = sorted(Path(gcloud).resolve().parents[1].glob(pattern))
    if not jars:
        raise NotInstalled(f"no {component} in the SDK: `gcloud components install {component}`")
    return os.fspath(jars[-1])
