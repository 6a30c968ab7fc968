"""One program under a keeper, and what was heard of it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from emulators.supervisor.environment import ROOT
from emulators.supervisor.keeper import Keeper, Listener
from emulators.supervisor.program import Door, Program, Word

DEADLINE_SECONDS = 20.0
READY = Word("ready")


def program(name: str, *arguments: str, ready: Door | Word = READY) -> Program:
    """The program `programs/NAME.py`."""
    return Program(
        name=name,
        module=f"tests.supervisor.programs.{name}",
        arguments=arguments,
        environment={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        ready=ready,
        grace_seconds=0.2,
    )


@dataclass
class Watched:
    """`task` is `Keeper.keep`; cancelling it ends the program."""

    keeper: Keeper
    task: asyncio.Task[None]
    announced: list[str] = field(default_factory=list)
    pids: list[int] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for news until the condition holds."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while not condition():
                self.news.clear()
                await self.news.wait()

    async def ready(self) -> None:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await self.keeper.ready.wait()


@asynccontextmanager
async def watched(kept: Program, log: Path) -> AsyncIterator[Watched]:
    """Keep a program until the end of the block."""
    lifeline, life = os.pipe()
    heard: list[str] = []
    pids: list[int] = []
    news = asyncio.Event()

    def announce(_program: str, words: str) -> None:
        heard.append(words)
        news.set()

    def started(_program: str, pid: int) -> None:
        pids.append(pid)
        news.set()

    keeper = Keeper(kept, log=log, lifeline=lifeline, listener=Listener(announce, started))
    task = asyncio.create_task(keeper.keep())
    try:
        yield Watched(keeper, task, heard, pids, news)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        os.close(lifeline)
        os.close(life)
