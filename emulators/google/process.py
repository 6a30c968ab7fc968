"""One of Google's emulators as a child process that is ready when it says so."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Sequence

log = logging.getLogger(__name__)


class JavaProcess:
    """Its output is read to the end, so that it never blocks on a full pipe."""

    def __init__(self, name: str, *, ready: str) -> None:
        """`ready` is part of the line that it prints once it listens."""
        self._name = name
        self._ready = ready.encode()
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None

    async def start(self, command: Sequence[str]) -> None:
        """Return once it listens; `RuntimeError` when it ends before."""
        is_ready = asyncio.get_running_loop().create_future()
        self._process = await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
        )
        self._reader = asyncio.create_task(self._read(self._process, is_ready))
        await is_ready

    async def stop(self) -> None:
        if self._process is None or self._reader is None:
            return
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            self._process.terminate()
        await self._process.wait()
        await self._reader

    async def _read(self, process: Process, is_ready: asyncio.Future[None]) -> None:
        last = ""
        assert process.stdout is not None  # noqa: S101 - it was opened as a pipe
        async for line in process.stdout:
            last = line.decode(errors="replace").strip() or last
            if self._ready in line and not is_ready.done():
                is_ready.set_result(None)
        code = await process.wait()
        if not is_ready.done():
            is_ready.set_exception(RuntimeError(f"{self._name} ended with {code}: {last}"))
        log.info("%s ended with %s", self._name, code)
