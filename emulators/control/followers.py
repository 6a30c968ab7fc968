"""The processes that keep the local cloud's time instead of the machine's.

They read it from the clock file. That costs each of them about a microsecond whenever it asks
for the time, so they begin to only when they are told: once, before the clock is first moved.
Each is told through a pair of sockets whose ends outlive both processes: see
`../supervisor/clock_channels.py`.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping

from emulators.supervisor.clock_channels import FOLLOW, FOLLOWS

SECONDS_MAX = 10.0


class DoesNotFollow(Exception):
    """Some processes have not said that they look at the clock file. `names`: which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"no word from {', '.join(names)}")
        self.names = names


class Followers:
    def __init__(self, channels: Mapping[str, socket.socket]) -> None:
        self._channels = channels
        self._follows: dict[str, asyncio.Event] = {name: asyncio.Event() for name in channels}

    def open(self) -> None:
        for name, channel in self._channels.items():
            channel.setblocking(False)
            asyncio.get_running_loop().add_reader(channel, self._hear, name, channel)

    def close(self) -> None:
        for channel in self._channels.values():
            asyncio.get_running_loop().remove_reader(channel)

    async def follow(self) -> None:
        """Return once every process looks at the clock file; `DoesNotFollow` if one does not.

        One that is just starting answers when it has started.
        """
        waited_for = [name for name, follows in self._follows.items() if not follows.is_set()]
        for name in waited_for:
            self._channels[name].send(FOLLOW)
        try:
            async with asyncio.timeout(SECONDS_MAX):
                await asyncio.gather(*(self._follows[name].wait() for name in waited_for))
        except TimeoutError:
            silent = [name for name in waited_for if not self._follows[name].is_set()]
            raise DoesNotFollow(silent) from None

    def forget(self) -> None:
        """Ask again: a process that starts while time is the machine's own does not follow."""
        for follows in self._follows.values():
            follows.clear()

    def _hear(self, name: str, channel: socket.socket) -> None:
        if channel.recv(len(FOLLOWS)) == FOLLOWS:
            self._follows[name].set()
