"""A package served by functions-framework, with the environment that Terraform gives it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.edge.asking import Answer
from tests.functions.deployed import TOPOLOGY, environment_of
from tests.packaging.package import Package

LOOPBACK = "127.0.0.1"
READY_SECONDS_MAX = 60


class DidNotServe(Exception):
    """What the process said before it ended, or instead of answering."""


@dataclass(frozen=True, slots=True)
class Question:
    method: str
    path: str
    status: int  # the right answer's


@contextmanager
def served(package: Package) -> Iterator[int]:
    """The port it listens on, as long as the block lasts. It starts where it was unpacked."""
    port = _free_port()
    log = package.folder.with_name("log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [package.framework, "--host", LOOPBACK, "--port", str(port)],
            cwd=package.folder,
            env={"PATH": os.defpath, **_environment(package.name)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_open(process, port, log)
        yield port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _environment(name: str) -> dict[str, str]:
    """What Terraform sets, the framework's own variables among it."""
    function = next(found for found in TOPOLOGY.functions if found.entry_point == name)
    served_by = (
        {"FUNCTION_USE_ASGI": "true"} if function.asgi else {"THREADS": str(function.concurrency)}
    )
    return {**environment_of(name), **served_by, "FUNCTION_TARGET": function.entry_point}


def ask(port: int, question: Question) -> Answer:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=READY_SECONDS_MAX)
    try:
        body = b"{}" if question.method == "POST" else None
        connection.request(question.method, question.path, body, _headers(body))
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, response.read())
    finally:
        connection.close()


def _headers(body: bytes | None) -> Mapping[str, str]:
    return {"Content-Type": "application/json"} if body else {}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_open(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    since = time.monotonic()
    while process.poll() is None and time.monotonic() - since < READY_SECONDS_MAX:
        try:
            socket.create_connection((LOOPBACK, port)).close()
        except OSError:
            time.sleep(0.01)  # nothing tells a stranger that a port will open
        else:
            return
    raise DidNotServe(log.read_text(encoding="utf-8", errors="replace"))
