"""One database: every document as it is now, and as it was within the last hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from emulators.firestore.storage.collection import Collection
from emulators.firestore.storage.documents import Parsed
from emulators.firestore.storage.feed import Feed
from emulators.firestore.storage.history import History
from emulators.firestore.storage.instants import Instants, Micros
from emulators.firestore.storage.names import collection_of, last_id
from emulators.firestore.wire import Document
from emulators.google_apis.refused import invalid
from emulators.shelf import Shelf


class Database:
    """Documents handed out are the stored ones: nobody may change them."""

    def __init__(self, name: str, shelf: Shelf, instants: Instants, known_since: Micros) -> None:
        self.name = name
        self.instants = instants
        self.feed = Feed()
        self.parsed = Parsed()
        self._shelf = shelf
        self._collections: dict[str, Collection] = {}
        self._groups: dict[str, set[str]] = {}
        self._history = History(begins_at=known_since)

    def document(self, name: str, at: Micros | None = None) -> Document | None:
        collection = self._collections.get(collection_of(name))
        current = None if collection is None else collection.documents.get(name)
        return current if at is None else self._history.find(name, at, current)

    def collection(self, name: str) -> Collection | None:
        return self._collections.get(name)

    def collection_names(self, at: Micros | None = None) -> Iterable[str]:
        """Full names of the collections that hold a document, now or at a past instant."""
        if at is None:
            return self._collections.keys()
        return {collection_of(name) for name in self.names_ever() if self.document(name, at)}

    def group(self, collection_id: str) -> Iterable[str]:
        """Full names of the collections with this id, wherever they lie."""
        return self._groups.get(collection_id, set())

    def names_ever(self) -> set[str]:
        """Every document there is or was within the last hour."""
        names = set(self._history.names())
        for collection in self._collections.values():
            names.update(collection.documents)
        return names

    def check_readable(self, at: Micros) -> None:
        now = self.instants.for_read()
        if at > now:
            raise invalid("The requested 'read_time' cannot be in the future.")
        self._history.check_readable(at, now)

    def apply(self, changes: Mapping[str, Document | None], committed_at: Micros) -> None:
        """Make all the changes at once; None deletes."""
        for name, document in changes.items():
            self._history.remember(name, self._content(name), committed_at)
            if document is None:
                self._remove(name)
                self._shelf.delete(name)
            else:
                content = document.SerializeToString()
                self._put(name, document, content)
                self._shelf.put(name, content)
        if changes:
            self.feed.announce(changes.keys())

    def restore(self, document: Document, content: bytes) -> None:
        """Put back what the shelf kept."""
        self._put(document.name, document, content)

    def _content(self, name: str) -> bytes | None:
        collection = self._collections.get(collection_of(name))
        return None if collection is None else collection.documents.content(name)

    def _put(self, name: str, document: Document, content: bytes) -> None:
        collection_name = collection_of(name)
        collection = self._collections.get(collection_name)
        if collection is None:
            collection = self._collections[collection_name] = Collection(self.parsed)
            self._groups.setdefault(last_id(collection_name), set()).add(collection_name)
        collection.put(name, document, content)

    def _remove(self, name: str) -> None:
        collection_name = collection_of(name)
        collection = self._collections.get(collection_name)
        if collection is None or name not in collection.documents:
            return
        collection.remove(name)
        if not collection.documents:
            del self._collections[collection_name]
            self._groups[last_id(collection_name)].discard(collection_name)
