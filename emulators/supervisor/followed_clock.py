"""The other side of `../control/followers.py`: a function that keeps the local cloud's time.

As long as nobody has moved the clock, this costs a thread that sleeps. After that, `time.time`,
`datetime.now` and their kin read the clock file, by way of time-machine; `time.monotonic` and
all that is measured with it stay as they are.
"""

from __future__ import annotations

import os
import socket
import sys
import sysconfig
import threading
import time
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace

from emulators.clock.clock_file import ClockFile
from emulators.clock.timeline import REAL
from emulators.supervisor.clock_channels import FOLLOW, FOLLOWS

_WITH_DEADLINES = ("grpc._channel", "grpc._common", "grpc._utilities", "grpc.aio._utils")


def keep_time_of(path: Path, channel: socket.socket) -> None:
    """Call it before the function's code is imported, and before the process forks."""
    follower = _Follower(ClockFile(path), channel)
    if follower.is_moved:
        follower.follow()
    os.register_at_fork(after_in_child=partial(_begin, follower))


def _begin(follower: _Follower) -> None:
    """In the process that serves requests."""
    if follower.is_moved:
        follower.follow()
    threading.Thread(target=follower.listen, name="clock", daemon=True).start()


class _Follower:
    def __init__(self, file: ClockFile, channel: socket.socket) -> None:
        self._file = file
        self._channel = channel
        self._follows = False

    @property
    def is_moved(self) -> bool:
        return self._file.read() != REAL

    def listen(self) -> None:
        """Follow when told to, and say so. A process that starts later follows untold."""
        if self.is_moved:
            self.follow()
            self._channel.send(FOLLOWS)
        while self._channel.recv(len(FOLLOW)) == FOLLOW:
            self.follow()
            self._channel.send(FOLLOWS)

    def follow(self) -> None:
        if not self._follows:
            self._follows = True
            _travel(self._file)
            _keep_deadlines_real()


def _travel(file: ClockFile) -> None:
    """Have time-machine ask the clock file. The function itself may have pinned no such package."""
    _load("_time_machine")
    machine = _load("time_machine")
    machine.travel(0).start()
    real_time_ns = machine.escape_hatch.time.time_ns

    def time_ns() -> int:
        return file.read().at(real_time_ns())

    machine.traveller_stack[-1] = SimpleNamespace(time_ns=time_ns)


def _load(name: str) -> ModuleType:
    """Import it from where it is installed, past what hides packages that are not pinned."""
    if name in sys.modules:
        return sys.modules[name]
    spec = PathFinder.find_spec(name, [sysconfig.get_path("platlib")])
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"{name} is not installed", name=name)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _keep_deadlines_real() -> None:
    """See to it that gRPC makes its deadlines with the clock that its core ends calls by."""
    real_time = _ModuleWith(time, time=sys.modules["time_machine"].escape_hatch.time.time)
    with suppress(ModuleNotFoundError):  # a function that calls nobody by gRPC
        for name in _WITH_DEADLINES:
            import_module(name).__dict__["time"] = real_time


class _ModuleWith(ModuleType):
    """A module, with some of it replaced."""

    def __init__(self, module: ModuleType, **replaced: object) -> None:
        super().__init__(module.__name__)
        self.__dict__.update(module.__dict__, **replaced)
