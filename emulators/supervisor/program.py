"""A program of the stack, as data: what to run, in which environment, and when it is ready."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """A listening socket that the program is given. Its first answer there makes it ready."""

    descriptor: int
    port: int


@dataclass(frozen=True, slots=True)
class Word:
    """The message of the log line with which the program says that it is ready."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    name: str
    module: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    ready: Door | Word
    channels: tuple[int, ...] = ()
    """Descriptors of sockets that it is given besides."""
    grace_seconds: float  # between being asked to end and being made to

    def descriptors(self) -> tuple[int, ...]:
        """All that it is given."""
        return (*self.channels, *((self.ready.descriptor,) if isinstance(self.ready, Door) else ()))

    def command(self) -> list[str]:
        launch = [sys.executable, "-P", "-m", "emulators.supervisor.launch"]
        return [*launch, self.module, *self.arguments]
