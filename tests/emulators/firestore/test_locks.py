"""Locks in the one tick of the event loop in which everything happens at once."""

from __future__ import annotations

import asyncio

import pytest

from emulators.clock.clock import Clock
from emulators.firestore.storage.databases import Databases
from emulators.firestore.transactions.locking import Locking
from emulators.firestore.transactions.waiting import Owner
from emulators.google_apis.refused import Refused, aborted
from emulators.shelf import Forgetful

DATABASE = "projects/p/databases/(default)"
NAME = f"{DATABASE}/documents/c/1"


def test_a_lock_granted_to_an_owner_that_ends_is_not_kept() -> None:
    async def scenario() -> None:
        clock = Clock()
        database = Databases(clock, Forgetful().shelf("firestore")).open(DATABASE)
        locking, holder, waiting, last = Locking(clock), Owner(1), Owner(2), Owner(3)
        await locking.read(holder, database, [NAME])
        read = asyncio.create_task(locking.read(waiting, database, [NAME]))
        await asyncio.sleep(0)
        locking.end(holder)
        locking.end(waiting, aborted("over"))
        with pytest.raises(Refused, match="over"):
            await read
        assert await locking.read(last, database, [NAME]) == [None]
        assert last.held == {NAME}

    asyncio.run(scenario())


def test_a_request_that_is_cancelled_leaves_the_queue() -> None:
    async def scenario() -> None:
        clock = Clock()
        database = Databases(clock, Forgetful().shelf("firestore")).open(DATABASE)
        locking, holder, gone, last = Locking(clock), Owner(1), Owner(2), Owner(3)
        await locking.read(holder, database, [NAME])
        waits = [asyncio.create_task(locking.read(each, database, [NAME])) for each in (gone, last)]
        await asyncio.sleep(0)
        waits[0].cancel()
        await asyncio.sleep(0)
        locking.end(holder)
        assert await waits[1] == [None]
        assert gone.held == set()

    asyncio.run(scenario())
