"""A bucket that keeps the first upload under each name."""

from __future__ import annotations

import hashlib

from shared.domain.invoice import ArchivedDocument
from shared.usecases.ports.archive import NotArchived


class MemoryArchive:
    def __init__(self) -> None:
        self._documents: dict[str, tuple[bytes, ArchivedDocument]] = {}

    def create(self, name: str, content: bytes, content_type: str) -> ArchivedDocument:
        if not content_type:
            raise ValueError("a document has a type")
        digest = hashlib.sha256(content).hexdigest()
        fresh = ArchivedDocument(name, digest, len(self._documents) + 1)
        return self._documents.setdefault(name, (content, fresh))[1]

    def read(self, name: str) -> bytes:
        if name not in self._documents:
            raise NotArchived(name)
        return self._documents[name][0]

    def describe(self, name: str) -> ArchivedDocument | None:
        found = self._documents.get(name)
        return None if found is None else found[1]

    def names(self) -> list[str]:
        return sorted(self._documents)

    def forget(self, name: str) -> None:
        """As if somebody had deleted the object by hand."""
        del self._documents[name]

    def tamper(self, name: str, content: bytes) -> None:
        """As if the content had rotted under an unchanged description."""
        self._documents[name] = (content, self._documents[name][1])
