"""Documents watched by name, whether they exist or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from emulators.firestore.storage.database import Database
from emulators.firestore.storage.instants import Micros
from emulators.firestore.watching.target import Change
from emulators.firestore.wire import Document


class DocumentsTarget:
    def __init__(self, database: Database, names: Sequence[str]) -> None:
        self._database = database
        self._names = dict.fromkeys(names)
        self._told: dict[str, Document | None] = {}
        """None for a document of which the client knows that it does not exist."""

    @property
    def count(self) -> int:
        return len(self.names())

    def names(self) -> Collection[str]:
        return [name for name, document in self._told.items() if document is not None]

    def assume(self, known: Collection[Document]) -> None:
        found = {document.name: document for document in known}
        self._told = {name: found.get(name) for name in self._names}

    def forget(self) -> None:
        self._told = {}

    def results(self, at: Micros | None = None) -> list[Document]:
        """The documents that exist now, or existed at a past instant."""
        if at is not None:
            self._database.check_readable(at)
        found = (self._database.document(name, at) for name in self._names)
        return [document for document in found if document is not None]

    def look(self) -> Iterator[Change]:
        return self.look_at(self._names.keys())

    def look_at(self, names: Collection[str]) -> Iterator[Change]:
        for name in names:
            if name not in self._names:
                continue
            document = self._database.document(name)
            if name in self._told and self._told[name] is document:
                continue
            self._told[name] = document
            yield Change(name, document, is_shown=document is not None, is_new_version=True)
