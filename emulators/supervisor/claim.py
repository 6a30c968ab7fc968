"""Taking the ports of a stack: all of its base's block, or a clear word about who has one."""

from __future__ import annotations

import contextlib
import random
import socket
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from emulators.loopback import LOOPBACK
from emulators.supervisor.cannot_start import CannotStart
from emulators.supervisor.ports import BLOCK, DEFAULT_BASE, Ports

VARIABLE = "KVITTO_PORT"
_BACKLOG = 2048  # gunicorn's own
_LOWEST = 1024
_HIGHEST = 65_535 - BLOCK
_ANYWHERE = range(10_000, 32_000, BLOCK)
# Below what Linux and macOS give to outgoing connections, so that none of those comes between.
_PLEASANT = range(9000, 10_000, 100)


class _Taken(Exception):
    """Another program listens on `port`."""

    def __init__(self, port: int, owner: str) -> None:
        super().__init__(f"{port} for {owner}")
        self.port = port
        self.owner = owner


@dataclass(frozen=True, slots=True)
class Claim:
    base: int
    ports: Ports
    sockets: Mapping[str, socket.socket]
    """The functions' sockets, listening from now on: who calls early waits instead of failing.

    The cloud binds its own ports; they were free a moment ago.
    """

    def release(self) -> None:
        for held in self.sockets.values():
            held.close()


def read_base(environment: Mapping[str, str]) -> int:
    """The base port that `KVITTO_PORT` asks for; 0 is any free one."""
    text = environment.get(VARIABLE, "").strip() or str(DEFAULT_BASE)
    if not text.isdecimal() or (int(text) != 0 and not _LOWEST <= int(text) <= _HIGHEST):
        raise CannotStart(f"{VARIABLE} is {text!r}: give a number from {_LOWEST} to {_HIGHEST}")
    return int(text)


def claim_ports(base: int, functions: Sequence[str]) -> Claim:
    """Take the block from `base` upwards; raise `CannotStart` when a port of it is taken."""
    if base == 0:
        return _first_free(random.sample(_ANYWHERE, len(_ANYWHERE)), functions)
    try:
        return _claim(base, functions)
    except _Taken as taken:
        free = _first_free(_PLEASANT, functions)
        free.release()
        raise CannotStart(
            f"port {taken.port} is taken, and {taken.owner} needs it. Stop the program that has it"
            f" (lsof -i :{taken.port}), or move all ports: {VARIABLE}={free.base} make up"
        ) from taken


def _first_free(bases: Iterable[int], functions: Sequence[str]) -> Claim:
    for base in bases:
        with contextlib.suppress(_Taken):
            return _claim(base, functions)
    raise CannotStart(f"found no {BLOCK} free ports in a row on {LOOPBACK}")


def _claim(base: int, functions: Sequence[str]) -> Claim:
    ports = Ports.above(base, functions)
    sockets: dict[str, socket.socket] = {}
    try:
        for name, port in ports.functions.items():
            sockets[name] = _bound(port, name)
            sockets[name].listen(_BACKLOG)
        for owner, port in ports.cloud().items():
            _bound(port, owner).close()
    except _Taken:
        Claim(base, ports, sockets).release()
        raise
    return Claim(base, ports, sockets)


def _bound(port: int, owner: str) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # A port that was in use a moment ago counts as free; one that is listened on does not.
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
    except OSError as error:
        bound.close()
        raise _Taken(port, owner) from error
    return bound
