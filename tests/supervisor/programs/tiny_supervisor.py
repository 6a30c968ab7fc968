"""A supervisor of one program: `forking`, with the named pipe of the first argument."""

import asyncio
import os
import sys
from pathlib import Path

from emulators.supervisor.keeper import Keeper, Listener
from tests.supervisor.watched import program


async def supervise() -> None:
    lifeline, _ = os.pipe()
    keeper = Keeper(
        program("forking", sys.argv[1]),
        log=Path(os.devnull),
        lifeline=lifeline,
        listener=Listener(announce=lambda *_: None, started=lambda *_: None),
    )
    await keeper.keep()


asyncio.run(supervise())
