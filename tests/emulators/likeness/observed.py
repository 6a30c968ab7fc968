"""What the probes found, kept as data, and the table it makes in the emulators' README."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from emulators.clock.clock import Clock
from emulators.google.installed import firestore_command, pubsub_command
from emulators.identity.issuer import Issuer
from emulators.shelf import Forgetful
from tests.emulators.firestore import local_firestore
from tests.emulators.firestore.clients import connected as connected_firestore
from tests.emulators.google_emulator import running
from tests.emulators.likeness import firestore_probes, pubsub_probes
from tests.emulators.likeness.probe import Probe
from tests.emulators.pubsub import local_pubsub
from tests.emulators.pubsub.clients import connected as connected_pubsub

RECORD = Path(__file__).with_name("observed.json")
PROBES: dict[str, tuple[Probe[Any], ...]] = {
    "Firestore": firestore_probes.PROBES,
    "Pub/Sub": pubsub_probes.PROBES,
}
Answers = dict[str, dict[str, str]]


@contextmanager
def ours(service: str) -> Iterator[Any]:
    """A client of our service, for one round of probes."""
    if service == "Firestore":
        with (
            local_firestore.running(indexes=()) as firestore,
            connected_firestore(firestore.host) as client,
        ):
            yield client
    else:
        issuer = Issuer(
            clock=Clock(), shelf=Forgetful().shelf("identity"), url="https://accounts.example"
        )
        with local_pubsub.running(issuer) as pubsub:
            yield pubsub.clients


@contextmanager
def googles(service: str) -> Iterator[Any]:
    """A client of Google's emulator, where it is installed; else the test is skipped."""
    if service == "Firestore":
        with running(firestore_command) as address, connected_firestore(address) as client:
            yield client
    else:
        with running(pubsub_command) as address, connected_pubsub(address) as clients:
            yield clients


def answers(service: str, client: Any) -> dict[str, str]:
    return {probe.what: probe.answer(client) for probe in PROBES[service]}


def recorded() -> Answers:
    """What Google's emulators answered when they were last asked."""
    found: Answers = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def table(google: Answers) -> str:
    """The behaviours in which Google's emulator is not like production."""
    lines = ["| | production, as documented, and ours | Google's emulator |", "|---|---|---|"]
    for service, probes in PROBES.items():
        lines += [
            f"| {service}: {probe.what} | {probe.production} | {google[service][probe.what]} |"
            for probe in probes
            if google[service][probe.what] != probe.production
        ]
    return "\n".join(lines)
