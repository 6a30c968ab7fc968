"""A service of the local cloud: how to build it, open it and end it, again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import Any, Protocol

from emulators.cloud.surroundings import SURROUNDINGS, Surroundings


class Server(Protocol):
    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Service:
    """`build` restores a server from its shelf; `open` provisions it and lets it listen."""

    name: str
    build: Callable[[], Any]
    open: Callable[[Any], Awaitable[object]]


class Running:
    """One service and the server that stands for it now."""

    def __init__(self, service: Service, surroundings: Surroundings) -> None:
        self.service = service
        self.server: Any = None
        self._context: Context = copy_context()
        self._context.run(SURROUNDINGS.set, surroundings)

    @property
    def is_running(self) -> bool:
        return self.server is not None

    async def start(self) -> None:
        """`OSError` or `RuntimeError` when its port is taken."""
        loop = asyncio.get_running_loop()
        await loop.create_task(self._start(), context=self._context)

    async def stop(self) -> None:
        server, self.server = self.server, None
        if server is not None:
            await server.stop()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def _start(self) -> None:
        server = self.service.build()
        await self.service.open(server)
        self.server = server


async def start_all(services: Iterable[Running]) -> None:
    await asyncio.gather(*(one.start() for one in services))


async def stop_all(services: Iterable[Running]) -> None:
    await asyncio.gather(*(one.stop() for one in services))
