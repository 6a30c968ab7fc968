"""The process of the local cloud alone, with its control API and no function behind it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Any

from emulators.loopback import LOOPBACK
from emulators.supervisor.claim import claim_ports
from emulators.supervisor.json_lines import CLOUD_READY
from emulators.supervisor.ports import Ports, local_url
from emulators.topology import Topology

ROOT = Path(__file__).parents[2]
ANSWER_SECONDS_MAX = 10


@dataclass(frozen=True, slots=True)
class LocalCloud:
    topology: Topology
    ports: Ports
    sockets: dict[str, socket]  # of the functions, listening, by their names
    pid: int

    @property
    def firestore(self) -> str:
        return f"{LOOPBACK}:{self.ports.firestore}"

    @property
    def pubsub(self) -> str:
        return f"{LOOPBACK}:{self.ports.pubsub}"

    @property
    def tasks(self) -> str:
        return f"{LOOPBACK}:{self.ports.tasks}"

    def set_faults(self, *faults: dict[str, Any]) -> None:
        """These from now on, and no others."""
        self._control("DELETE", "/v1/faults")
        for fault in faults:
            self._control("POST", "/v1/faults", fault)

    def _control(self, method: str, path: str, body: object = None) -> None:
        request = urllib.request.Request(  # noqa: S310 - an address of our own
            local_url(self.ports.control) + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
        )
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS_MAX):  # noqa: S310 - the same
            pass  # any other answer than yes has raised


@contextmanager
def running_cloud() -> Iterator[LocalCloud]:
    """Ready, and killed at the end of the block."""
    topology = Topology.load()
    claim = claim_ports(0, [function.name for function in topology.functions])
    try:
        with cloud_process("--base-port", str(claim.base)) as pid:
            yield LocalCloud(topology, claim.ports, dict(claim.sockets), pid)
    finally:
        claim.release()


@contextmanager
def cloud_process(*options: str) -> Iterator[int]:
    """Its id, once all services listen."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "emulators.supervisor.cloud_process", *options],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # it was opened as a pipe
        if not any(CLOUD_READY in line for line in process.stdout):
            raise RuntimeError("the local cloud did not start")
        yield process.pid
    finally:
        process.kill()
        process.communicate()
