"""What stops `make up` before it has begun."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from emulators.supervisor.environment import ROOT
from emulators.supervisor.state_directory import held


def refused(state: Path, **environment: str) -> str:
    """The one line that it says on its way out."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "emulators.up", "--state", str(state)],
        cwd=ROOT,
        env={**kept, "KVITTO_PORT": "0", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert not list((state / "logs").iterdir())
    (line,) = done.stderr.splitlines()
    return line


def test_a_live_key_is_refused_before_anything_starts(tmp_path: Path) -> None:
    keys = {"STRIPE_API_KEY": "sk_live_x", "STRIPE_WEBHOOK_SECRET": "whsec_x"}
    line = refused(tmp_path, **keys)

    assert line.startswith("kvitto: STRIPE_API_KEY is a live key")


def outside_the_ephemeral_ports() -> socket.socket:
    """A listener whose neighbours no client of another test is given."""
    for port in range(21_000, 29_000, 50):
        try:
            return socket.create_server(("127.0.0.1", port))
        except OSError:
            continue
    raise OSError("no free port")


def test_a_taken_port_gets_one_line(tmp_path: Path) -> None:
    with closing(outside_the_ephemeral_ports()) as listener:
        port = listener.getsockname()[1]
        line = refused(tmp_path, KVITTO_PORT=str(port))

    assert line.startswith(f"kvitto: port {port} is taken, and the shop needs it.")


def test_a_second_stack_in_the_same_directory_is_told_who_runs_the_first(tmp_path: Path) -> None:
    with held(tmp_path):
        line = refused(tmp_path)

    assert line.startswith(f"kvitto: process {os.getpid()} already runs a stack in {tmp_path}")
