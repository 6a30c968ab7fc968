"""The results of a query, watched."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from emulators.firestore.queries.query import Query
from emulators.firestore.queries.run import run
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.instants import Micros
from emulators.firestore.watching.target import Change
from emulators.firestore.wire import Document


class QueryTarget:
    def __init__(self, database: Database, query: Query) -> None:
        self._database = database
        self._query = query
        self._shown: dict[str, Document] = {}

    @property
    def count(self) -> int:
        return len(self._shown)

    def names(self) -> Collection[str]:
        return self._shown.keys()

    def assume(self, known: Collection[Document]) -> None:
        self._shown = {document.name: document for document in known}

    def forget(self) -> None:
        self._shown = {}

    def results(self, at: Micros | None = None) -> list[Document]:
        """What the query finds now, or found at a past instant."""
        if at is not None:
            self._database.check_readable(at)
        return list(run(self._query, self._database, at).documents)

    def look(self) -> Iterator[Change]:
        now = {document.name: document for document in self.results()}
        before, self._shown = self._shown, now
        for name, was in before.items():
            if name not in now:
                yield self._gone(name, was)
        for name, document in now.items():
            if document is not before.get(name):
                yield Change(name, document, is_shown=True, is_new_version=True)

    def look_at(self, names: Collection[str]) -> Iterator[Change]:
        held = [name for name in names if self._query.source.holds(name)]
        if self._query.is_cut:
            return self.look() if any(map(self._matters, held)) else iter(())
        return (change for name in held if (change := self._look_at_one(name)) is not None)

    def _look_at_one(self, name: str) -> Change | None:
        document = self._database.document(name)
        was = self._shown.get(name)
        if document is not None and self._query.place(document) is not None:
            self._shown[name] = document
            if document is was:
                return None
            return Change(name, document, is_shown=True, is_new_version=True)
        if was is None:
            return None
        del self._shown[name]
        return self._gone(name, was)

    def _gone(self, name: str, was: Document) -> Change:
        document = self._database.document(name)
        return Change(name, document, is_shown=False, is_new_version=document is not was)

    def _matters(self, name: str) -> bool:
        """Whether a change of this document can change who is among the first so many."""
        document = self._database.document(name)
        return name in self._shown or (
            document is not None and self._query.place(document) is not None
        )
