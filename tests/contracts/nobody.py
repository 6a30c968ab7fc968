"""Addresses where no service answers: one that refuses to connect, one that never replies."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 0.2
"""The timeout an adapter is given for `silent`."""


@contextmanager
def refusing() -> Iterator[str]:
    """A "host:port" that is taken, so that nobody else can begin to listen there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield _address(taken)


@contextmanager
def silent() -> Iterator[str]:
    """A "host:port" that takes connections and says nothing."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield _address(listening)


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()
    return f"{host}:{port}"
