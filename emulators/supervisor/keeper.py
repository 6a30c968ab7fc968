"""Keeps one program running: starts it, starts it again when it dies, and ends it for good."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from asyncio.subprocess import Process
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from emulators.supervisor.cannot_start import StartFailed
from emulators.supervisor.log_line import read_line
from emulators.supervisor.program import Door, Program, Word
from emulators.supervisor.program_log import ProgramLog
from emulators.supervisor.readiness import first_answer

PAUSES_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0)  # before the first restart, the second, ...
STEADY_SECONDS = 10.0  # after which a program counts as sound again


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears about a program. Both are given its name first."""

    announce: Callable[[str, str], None]  # a few words for the terminal
    started: Callable[[str, int], None]  # the process id, at every start


class Keeper:
    def __init__(self, program: Program, *, log: Path, lifeline: int, listener: Listener) -> None:
        """`lifeline` is the pipe that tells the program when the supervisor is gone.

        Construct it on the event loop.
        """
        self.program = program
        self.ready = asyncio.Event()
        self._lifeline = lifeline
        self._listener = listener
        self._log = ProgramLog(log, self._heard)
        self._last_line = ""
        self._said_ready = asyncio.Event()

    async def keep(self) -> None:
        """Return never; cancel it to end the program. `StartFailed` if it does not get ready."""
        failures = 0
        try:
            while True:
                started_at = time.monotonic()
                code = await self._run()
                if time.monotonic() - started_at >= STEADY_SECONDS:
                    failures = 0
                pause = PAUSES_SECONDS[min(failures, len(PAUSES_SECONDS) - 1)]
                failures += 1
                again = f"starts again in {pause:g} s" if pause else "starts again"
                self._listener.announce(self.program.name, f"{_fate(code)}, {again}")
                await asyncio.sleep(pause)
        finally:
            self._log.close()

    async def _run(self) -> int:
        """Start it, wait until it has ended, and return the exit code."""
        process = await self._spawn()
        self._listener.started(self.program.name, process.pid)
        try:
            if not self.ready.is_set():
                await self._get_ready(process)
            return await process.wait()
        except asyncio.CancelledError:
            await self._end(process)
            raise
        finally:
            _signal(os.killpg, process, signal.SIGKILL)  # also what it may have left behind
            await process.wait()

    async def _spawn(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *self.program.command(),
            env=self.program.environment,
            stdin=self._lifeline,
            stdout=self._log.output,
            stderr=self._log.output,
            pass_fds=self.program.descriptors(),
            process_group=0,
        )

    async def _get_ready(self, process: Process) -> None:
        ended = asyncio.create_task(process.wait())
        answered = asyncio.create_task(self._status(self.program.ready))
        try:
            await asyncio.wait({ended, answered}, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                raise self._failure(_fate(ended.result()))
            status = answered.result()
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise self._failure(f"answers {status}")
        finally:
            ended.cancel()
            answered.cancel()
        self.ready.set()

    async def _status(self, ready: Door | Word) -> int:
        """Return once the program is there: the status of its first answer."""
        if isinstance(ready, Word):
            await self._said_ready.wait()
            return HTTPStatus.OK
        while True:
            with contextlib.suppress(OSError, EOFError):  # it was there, and ended: wait for more
                return await first_answer(ready.port)

    async def _end(self, process: Process) -> None:
        """Ask it to end, and give it a while."""
        if process.returncode is None:
            _signal(os.kill, process, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.program.grace_seconds):
                await process.wait()

    def _heard(self, raw: bytes) -> None:
        line = read_line(raw)
        self._last_line = line.message or self._last_line
        if line.alarm:
            self._listener.announce(self.program.name, line.alarm)
        ready = self.program.ready
        if isinstance(ready, Word) and line.message == ready.message:
            self._said_ready.set()

    def _failure(self, what: str) -> StartFailed:
        last = f" Its last words: {self._last_line}" if self._last_line else ""
        return StartFailed(f"{self.program.name} {what} before it was ready.{last}")


def _signal(send: Callable[[int, int], None], process: Process, number: signal.Signals) -> None:
    # It may have ended just now. On macOS a group of which only that is left refuses permission.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        send(process.pid, number)


def _fate(code: int) -> str:
    """`code` is negative when a signal ended the program."""
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
