"""All the databases of one server, as the shelf kept them."""

from __future__ import annotations

from collections.abc import Iterable

from emulators.clock.clock import Clock
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.instants import Instants, Micros, micros_of
from emulators.firestore.storage.names import (
    check_database_name,
    database_of_document,
    is_document_name,
)
from emulators.firestore.wire import parse_document
from emulators.shelf import Shelf


class Databases:
    """A database exists as soon as somebody names it, as in Google's own emulator."""

    def __init__(self, clock: Clock, shelf: Shelf) -> None:
        self.instants = Instants(clock)
        self._shelf = shelf
        self._databases: dict[str, Database] = {}
        self._known_since = Micros(0)
        self._restore()

    def open(self, name: str) -> Database:
        """`name` is `projects/P/databases/D`."""
        database = self._databases.get(name)
        if database is None:
            check_database_name(name)
            database = Database(name, self._shelf, self.instants, self._known_since)
            self._databases[name] = database
        return database

    def names(self) -> Iterable[str]:
        """Of all databases somebody has named."""
        return self._databases.keys()

    def all(self) -> Iterable[Database]:
        return list(self._databases.values())

    def _restore(self) -> None:
        """The shelf keeps what is, not what was: a database restored has no past to read."""
        items = self._shelf.items()
        kept = [content for name, content in items if is_document_name(name)]
        if not kept:
            return
        latest = max(micros_of(parse_document(content).update_time) for content in kept)
        self.instants.not_before(latest)
        self._known_since = self.instants.for_read()
        for content in kept:
            document = parse_document(content)
            self.open(database_of_document(document.name)).restore(document, content)
