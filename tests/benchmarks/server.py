"""One function under functions-framework, as deployed, and what it costs. Linux only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
ANSWER_SECONDS_MAX = 20.0


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int
    first_answer_seconds: float

    def memory_megabytes(self) -> float:
        """Proportional set size of all its processes: shared pages are counted once."""
        kilobytes = 0
        for pid in self._family():
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            kilobytes += int(rollup.split("Pss:")[1].split()[0])
        return kilobytes / 1024

    def cpu_seconds(self) -> float:
        """User and system time of all its processes so far."""
        return sum(map(cpu_seconds_of, self._family()))

    def _family(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return [self.pid, *map(int, children.split())]


def cpu_seconds_of(pid: int) -> float:
    """User and system time of one process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


@contextmanager
def served(
    source: Path,
    target: str,
    environment: Mapping[str, str],
    *,
    asgi: bool,
    path: str = "/",
    port: int = 0,
) -> Iterator[Server]:
    """Start it, wait for its first answer to `GET path`, and stop it afterwards."""
    port = port or free_port()
    command = [sys.executable, "-m", "functions_framework", "--target", target]
    command += ["--source", str(source), "--port", str(port), "--host", "127.0.0.1"]
    since = time.perf_counter()
    process = subprocess.Popen(
        [*command, *(["--asgi"] if asgi else [])],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for_answer(process, port, path, since)
        yield Server(port, process.pid, time.perf_counter() - since)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for_answer(process: subprocess.Popen[bytes], port: int, path: str, since: float) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    while time.perf_counter() - since < ANSWER_SECONDS_MAX:
        if process.poll() is not None:
            raise RuntimeError(f"the function ended with {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(request)
                if connection.recv(16).startswith(b"HTTP/1.1"):
                    return
        except OSError:
            time.sleep(0.002)  # nothing tells a stranger that a port will open
    raise TimeoutError(f"no answer after {ANSWER_SECONDS_MAX} s")
