"""One collection: its documents in name order, and by value where a query has asked."""

from __future__ import annotations

from bisect import bisect_left, insort

from emulators.firestore.storage.documents import Documents, Parsed
from emulators.firestore.storage.field_index import FieldIndex
from emulators.firestore.values.field_path import FieldPath
from emulators.firestore.wire import Document


class Collection:
    def __init__(self, parsed: Parsed) -> None:
        self.documents = Documents(parsed)
        self._names: list[str] = []
        self._indexes: dict[FieldPath, FieldIndex] = {}

    def names(self) -> list[str]:
        """Full names in order; not to be kept across a change."""
        return self._names

    def index(self, path: FieldPath) -> FieldIndex:
        """Built when first asked for, kept up to date from then on."""
        index = self._indexes.get(path)
        if index is None:
            index = self._indexes[path] = FieldIndex(path, self.documents.values())
        return index

    def put(self, name: str, document: Document, content: bytes) -> None:
        """`name` is the document's; `content` is the document, serialized."""
        if name not in self.documents:
            insort(self._names, name)
        else:
            self._leave_indexes(name)
        self.documents.put(name, document, content)
        for index in self._indexes.values():
            index.add(document)

    def remove(self, name: str) -> None:
        self._leave_indexes(name)
        self.documents.remove(name)
        del self._names[bisect_left(self._names, name)]

    def _leave_indexes(self, name: str) -> None:
        for index in self._indexes.values():
            index.remove(self.documents[name])
