"""Google's own emulators for tests, where the Cloud SDK and Java are installed."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from emulators.google.installed import NotInstalled
from tests.emulators.loop_thread import eventually


@contextmanager
def running(command: Callable[[int], list[str]]) -> Iterator[str]:
    """Run what `command` starts on a port, yield its address, "host:port"; skip without it."""
    port = _free_port()
    try:
        arguments = command(port)
    except NotInstalled as missing:
        pytest.skip(str(missing))
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not eventually(lambda: _is_open(port)):
            raise TimeoutError(f"{arguments[0]} did not open its port")
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
