"""How one request sees the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from emulators.firestore.queries.query import Query
from emulators.firestore.queries.run import Result, run
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.instants import Micros, micros_of
from emulators.firestore.transactions.locking import Locking
from emulators.firestore.transactions.waiting import Owner
from emulators.firestore.wire import Document
from emulators.google_apis.refused import aborted

Version = tuple[str, Micros]


class View(Protocol):
    async def documents(self, names: Sequence[str]) -> list[Document | None]: ...
    async def query(self, query: Query) -> Result: ...

    def read_at(self) -> Micros:
        """The instant to report to the caller."""

    def confirm(self) -> None:
        """Raise ABORTED if what was seen no longer holds."""


class Latest:
    """Whatever is committed by now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def documents(self, names: Sequence[str]) -> list[Document | None]:
        return [self._database.document(name) for name in names]

    async def query(self, query: Query) -> Result:
        return run(query, self._database)

    def read_at(self) -> Micros:
        return self._database.instants.for_read()

    def confirm(self) -> None:
        pass


class AsOf:
    """The database at one past instant."""

    def __init__(self, database: Database, at: Micros) -> None:
        self._database = database
        self._at = at

    async def documents(self, names: Sequence[str]) -> list[Document | None]:
        self._database.check_readable(self._at)
        return [self._database.document(name, self._at) for name in names]

    async def query(self, query: Query) -> Result:
        self._database.check_readable(self._at)
        return run(query, self._database, self._at)

    def read_at(self) -> Micros:
        return self._at

    def confirm(self) -> None:
        pass


class Locked(Latest):
    """What is seen is locked, and holds by that."""

    def __init__(self, database: Database, locking: Locking, owner: Owner) -> None:
        super().__init__(database)
        self._locking = locking
        self._owner = owner

    async def documents(self, names: Sequence[str]) -> list[Document | None]:
        return await self._locking.read(self._owner, self._database, names)

    async def query(self, query: Query) -> Result:
        return await self._locking.query(self._owner, self._database, query)


class Remembered(AsOf):
    """The database at one instant; what was seen must still be current at the commit."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, database.instants.for_read())
        self._documents: dict[str, Document | None] = {}
        self._queries: list[tuple[Query, list[Version]]] = []

    async def documents(self, names: Sequence[str]) -> list[Document | None]:
        documents = await super().documents(names)
        self._documents.update(zip(names, documents, strict=True))
        return documents

    async def query(self, query: Query) -> Result:
        result = await super().query(query)
        self._queries.append((query, _versions(result.seen)))
        return result

    def confirm(self) -> None:
        for name, seen in self._documents.items():
            if _versions([seen]) != _versions([self._database.document(name)]):
                raise _conflict()
        for query, versions in self._queries:
            if versions != _versions(run(query, self._database).seen):
                raise _conflict()


def _versions(documents: Sequence[Document | None]) -> list[Version]:
    return [
        (document.name, micros_of(document.update_time))
        for document in documents
        if document is not None
    ]


def _conflict() -> Exception:
    return aborted("Too much contention on these documents. Please try again.")
