"""Starts a stack, keeps it running, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal

from emulators.supervisor.keeper import Keeper, Listener
from emulators.supervisor.programs import Plan, cloud_program, function_program
from emulators.supervisor.screen import Screen
from emulators.supervisor.stack_file import StackFile

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Construct it on the event loop."""

    def __init__(self, plan: Plan, screen: Screen) -> None:
        self._screen = screen
        self._stack_file = StackFile(plan)
        self._pids = {"supervisor": os.getpid()}
        self._is_ready = False
        # Never written to. When this process ends, however it does, the pipe closes.
        self._lifeline, self._life = os.pipe()
        programs = [
            cloud_program(plan),
            *(function_program(plan, function) for function in plan.topology.functions),
        ]
        listener = Listener(screen.tell, self._started)
        self._cloud, *self._functions = (
            Keeper(
                program,
                log=plan.directory.log(program.name),
                lifeline=self._lifeline,
                listener=listener,
            )
            for program in programs
        )

    async def run(self) -> None:
        """Return once a signal has stopped the stack. `StartFailed` if it does not come up."""
        stopped = asyncio.Event()
        for number in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        cloud = asyncio.create_task(self._cloud.keep())
        functions = [asyncio.create_task(keeper.keep()) for keeper in self._functions]
        stopping = asyncio.create_task(stopped.wait())
        getting_ready = asyncio.create_task(self._get_ready())
        try:
            await _first_of(stopping, getting_ready, cloud, *functions)
            await _first_of(stopping, cloud, *functions)
        finally:
            self._screen.stopping()
            self._stack_file.remove()
            await _cancel(stopping, getting_ready)
            await _cancel(*functions)  # they finish what they have begun: the cloud is there still
            await _cancel(cloud)

    async def _get_ready(self) -> None:
        for keeper in (self._cloud, *self._functions):
            await keeper.ready.wait()
        self._is_ready = True
        self._stack_file.write(self._pids)
        self._screen.ready()

    def _started(self, program: str, pid: int) -> None:
        self._pids[program] = pid
        if self._is_ready:
            self._stack_file.write(self._pids)


async def _first_of(*tasks: asyncio.Task[object]) -> None:
    """Return when one has ended; raise what it raised."""
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


async def _cancel(*tasks: asyncio.Task[object]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
