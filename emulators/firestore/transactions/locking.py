"""Pessimistic concurrency: what a transaction has read cannot change until it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from emulators.clock.clock import Clock
from emulators.firestore.queries.query import Query
from emulators.firestore.queries.run import Result, run
from emulators.firestore.storage.database import Database
from emulators.firestore.transactions.footprints import Footprints
from emulators.firestore.transactions.locks import DocumentLocks
from emulators.firestore.transactions.waiting import Owner, WaitingRoom
from emulators.firestore.wire import Document, Write
from emulators.firestore.writes.apply import name_of
from emulators.firestore.writes.staging import Staged, stage
from emulators.google_apis.refused import Refused


def nothing_to_confirm() -> None:
    """For commits whose reads, if any, are locked."""


class Locking:
    """All that is read in transactions and written anywhere goes through here."""

    def __init__(self, clock: Clock) -> None:
        self._locks = DocumentLocks(WaitingRoom(clock))
        self._footprints = Footprints()

    async def read(
        self, owner: Owner, database: Database, names: Sequence[str]
    ) -> list[Document | None]:
        await self._locks.take(owner, names)
        return [database.document(name) for name in names]

    async def query(self, owner: Owner, database: Database, query: Query) -> Result:
        """Lock the results. If that meant waiting, they may be others by now: look again."""
        result = run(query, database)
        while await self._locks.take(owner, [document.name for document in result.seen]):
            result = run(query, database)
        self._footprints.add(owner, result.footprint)
        return result

    async def commit(
        self,
        owner: Owner,
        database: Database,
        writes: Sequence[Write],
        confirm: Callable[[], None] = nothing_to_confirm,
    ) -> Staged:
        """Wait for everybody whose reads the writes would change, then make them at once.

        `confirm` has the last word: it refuses if what was read without locks has changed.
        """
        await self._locks.take(owner, map(name_of, writes))
        while True:
            confirm()
            staged = stage(database, writes)
            other = self._footprints.intruded_by(owner, staged.changes.values())
            if other is None:
                database.apply(staged.changes, staged.committed_at)
                return staged
            await self._locks.outlast(owner, other)

    async def commit_alone(self, database: Database, writes: Sequence[Write]) -> Staged:
        """Outside any transaction."""
        owner = Owner()
        try:
            return await self.commit(owner, database, writes)
        finally:
            self.end(owner)

    def end(self, owner: Owner, refusal: Refused | None = None) -> None:
        """Release everything; `refusal` is for requests of the owner that still wait."""
        owner.ended = refusal
        if refusal is not None:
            for wait in owner.waits:
                wait.refuse(refusal)
        self._footprints.drop(owner)
        self._locks.release(owner)
