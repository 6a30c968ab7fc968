"""One pair of connected sockets per function: the cloud has one end, the function the other.

The supervisor holds both, so that a message outlives whoever it is for: the next process finds
it. They carry two words, and no time: that is in the clock file.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FOLLOW = b"follow"
"""To a function: keep the time of the clock file from now on."""
FOLLOWS = b"follows"
"""From a function: it does."""


@dataclass(frozen=True, slots=True)
class ClockChannels:
    cloud_ends: Mapping[str, socket.socket]
    function_ends: Mapping[str, socket.socket]

    def close(self) -> None:
        for end in (*self.cloud_ends.values(), *self.function_ends.values()):
            end.close()


def open_channels(functions: Iterable[str]) -> ClockChannels:
    pairs = {name: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for name in functions}
    return ClockChannels(
        {name: pair[0] for name, pair in pairs.items()},
        {name: pair[1] for name, pair in pairs.items()},
    )


def written(ends: Mapping[str, socket.socket]) -> str:
    """As an argument for the cloud's process: `name=descriptor,...`."""
    return ",".join(f"{name}={end.fileno()}" for name, end in ends.items())


def read(argument: str) -> dict[str, socket.socket]:
    pairs = [pair.partition("=") for pair in argument.split(",") if pair]
    return {name: socket.socket(fileno=int(descriptor)) for name, _, descriptor in pairs}
