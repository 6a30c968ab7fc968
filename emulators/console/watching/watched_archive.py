"""An archive whose every change goes into the chronicle, too."""

from __future__ import annotations

from collections.abc import Iterator

from emulators.archives.snapshot import Restorable, Snapshot
from emulators.clock.timeline import Timeline
from emulators.console.watching.chronicle import Chronicle
from emulators.shelf import Shelf


class WatchedArchive:
    """Stands before another archive."""

    def __init__(self, archive: Restorable, chronicle: Chronicle) -> None:
        self._archive = archive
        self._chronicle = chronicle

    def shelf(self, name: str) -> Shelf:
        return _WatchedShelf(name, self._archive.shelf(name), self._chronicle)

    def commit(self) -> None:
        self._archive.commit()

    def close(self) -> None:
        self._archive.close()

    def counts(self) -> dict[str, int]:
        return self._archive.counts()

    def snapshots(self) -> list[Snapshot]:
        return self._archive.snapshots()

    def take(self, name: str, timeline: Timeline) -> Snapshot:
        return self._archive.take(name, timeline)

    def restore(self, name: str) -> Snapshot:
        snapshot = self._archive.restore(name)
        self._chronicle.forget()
        return snapshot

    def drop(self, name: str) -> None:
        self._archive.drop(name)


class _WatchedShelf:
    def __init__(self, name: str, shelf: Shelf, chronicle: Chronicle) -> None:
        self._name = name
        self._shelf = shelf
        self._chronicle = chronicle

    def put(self, key: str, value: bytes) -> None:
        self._shelf.put(key, value)
        self._chronicle.put(self._name, key, value)

    def delete(self, key: str) -> None:
        self._shelf.delete(key)
        self._chronicle.delete(self._name, key)

    def items(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        for key, value in self._shelf.items(prefix):
            self._chronicle.found(self._name, key, value)
            yield key, value
