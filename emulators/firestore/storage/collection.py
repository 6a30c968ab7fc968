"""One collection: its documents in name order, and by value where a query has asked."""

from __future__ import annotations

from bisect import bisect_left, insort

from emulators.firestore.storage.field_index import FieldIndex
from emulators.firestore.values.field_path import FieldPath
from emulators.firestore.wire import Document


class Collection:
    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
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

    def put(self, document: Document) -> None:
        name = document.name
        was = self.documents.get(name)
        if was is None:
            insort(self._names, name)
        self.documents[name] = document
        for index in self._indexes.values():
            if was is not None:
                index.remove(was)
            index.add(document)

    def remove(self, name: str) -> None:
        was = self.documents.pop(name)
        del self._names[bisect_left(self._names, name)]
        for index in self._indexes.values():
            index.remove(was)
