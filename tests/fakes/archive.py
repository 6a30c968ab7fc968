"""A bucket that keeps the first upload under each name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.invoice import ArchivedDocument
from shared.usecases.ports.archive import KeptFile, NotArchived
from tests.fakes.world import NOON

ELEVEN_YEARS = timedelta(days=4018)


@dataclass(frozen=True, slots=True)
class _Object:
    content: bytes
    kept: KeptFile


class MemoryArchive:
    def __init__(self) -> None:
        self._objects: dict[str, _Object] = {}

    def create(self, name: str, content: bytes, content_type: str) -> ArchivedDocument:
        if not content_type:
            raise ValueError("a document has a type")
        digest = hashlib.sha256(content).hexdigest()
        kept = KeptFile(
            document=ArchivedDocument(name, digest, len(self._objects) + 1),
            content_type=content_type,
            created_at=NOON,
            kept_until=NOON + ELEVEN_YEARS,
        )
        return self._objects.setdefault(name, _Object(content, kept)).kept.document

    def read(self, name: str) -> bytes:
        if name not in self._objects:
            raise NotArchived(name)
        return self._objects[name].content

    def describe(self, name: str) -> ArchivedDocument | None:
        found = self._objects.get(name)
        return None if found is None else found.kept.document

    def list_files(self, folder: str) -> Iterator[KeptFile]:
        return iter([self._objects[name].kept for name in self.names() if name.startswith(folder)])

    def names(self) -> list[str]:
        return sorted(self._objects)

    def forget(self, name: str) -> None:
        """As if somebody had deleted the object by hand."""
        del self._objects[name]

    def tamper(self, name: str, content: bytes) -> None:
        """As if the content had rotted under an unchanged description."""
        self._objects[name] = replace(self._objects[name], content=content)

    def overwrite(self, document: ArchivedDocument, content: bytes) -> None:
        """As if an upload had not said that it must be the first."""
        found = self._objects[document.name]
        self._objects[document.name] = _Object(content, replace(found.kept, document=document))

    def relabel(self, name: str, content_type: str) -> None:
        found = self._objects[name]
        self._objects[name] = replace(found, kept=replace(found.kept, content_type=content_type))

    def release(self, name: str, until: datetime | None) -> None:
        """As if the retention policy were another one."""
        found = self._objects[name]
        self._objects[name] = replace(found, kept=replace(found.kept, kept_until=until))
