"""Shelves on disk: a journal that a killed process loses nothing of, folded into SQLite."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from emulators.archives.folding import Folding
from emulators.archives.journal import Change, Journal
from emulators.archives.snapshot import Snapshot
from emulators.archives.tables import Tables
from emulators.clock.timeline import Timeline
from emulators.shelf import Shelf

FOLD_AFTER_SECONDS = 5.0
FOLD_AT_BYTES = 16 * 1024 * 1024
FOLD_AT_KEYS = 32_768
# Folding writes only the last value of each key, so waiting saves work: most messages and tasks
# are done before they are ever folded. These bound what a start after a crash has to read.
PAUSE_SECONDS = 0.01
# Between the slices of a fold.


class Lasting:
    """Use from the event loop's thread only.

    The changes of one turn of the loop are one record of the journal. It is written at the end
    of the turn, or before, when `commit` is called because an answer is about to leave.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._tables = Tables(path)
        _fold_what_was_left(path, self._tables)
        self._path = path
        self._number = 1
        self._journal = Journal.numbered(path, self._number)
        self._turn: list[Change] = []
        self._unfolded: dict[tuple[str, str], bytes | None] = {}
        self._folding: Folding | None = None
        self._fold_later: asyncio.TimerHandle | None = None

    def shelf(self, name: str) -> Shelf:
        return _LastingShelf(self, name)

    def read(self, name: str, prefix: str) -> Iterator[tuple[str, bytes]]:
        self._settle()
        yield from self._tables.read(name, prefix)

    def write(self, name: str, key: str, value: bytes | None) -> None:
        self._turn.append((name, key, value))
        if len(self._turn) > 1:
            return
        try:
            asyncio.get_running_loop().call_soon(self.commit)
        except RuntimeError:  # no loop runs: there are no turns
            self.commit()

    def commit(self) -> None:
        if not self._turn:
            return
        self._journal.append(self._turn)
        for name, key, value in self._turn:
            self._unfolded[name, key] = value
        self._turn.clear()
        if self._journal.size > FOLD_AT_BYTES or len(self._unfolded) > FOLD_AT_KEYS:
            self._begin_to_fold()
        elif self._fold_later is None:
            self._fold_in(FOLD_AFTER_SECONDS)

    def close(self) -> None:
        self._settle()
        self._journal.remove()
        self._tables.close()

    def counts(self) -> dict[str, int]:
        self._settle()
        return self._tables.counts()

    def snapshots(self) -> list[Snapshot]:
        return self._tables.snapshots()

    def take(self, name: str, timeline: Timeline) -> Snapshot:
        self._settle()
        return self._tables.take(name, timeline)

    def restore(self, name: str) -> Snapshot:
        self._settle()
        return self._tables.restore(name)

    def drop(self, name: str) -> None:
        self._tables.drop(name)

    def _settle(self) -> None:
        """Fold everything."""
        self.commit()
        self._begin_to_fold()
        self._finish_folding()

    def _begin_to_fold(self) -> None:
        """Fold what there is, a slice at a time, while another journal takes what comes."""
        self._finish_folding()
        if self._unfolded:
            self._folding = Folding(self._tables, self._journal, self._unfolded)
            self._number += 1
            self._journal, self._unfolded = Journal.numbered(self._path, self._number), {}
            self._fold_in(PAUSE_SECONDS)

    def _fold_on(self) -> None:
        self._fold_later = None
        if self._folding is None:
            self._begin_to_fold()
        elif self._folding.fold_a_slice():
            self._fold_in(PAUSE_SECONDS)
        else:
            self._folding = None

    def _finish_folding(self) -> None:
        if self._fold_later is not None:
            self._fold_later.cancel()
            self._fold_later = None
        while self._folding is not None and self._folding.fold_a_slice():
            pass
        self._folding = None

    def _fold_in(self, seconds: float) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # whoever reads next will fold
            return
        self._fold_later = loop.call_later(seconds, self._fold_on)


def _fold_what_was_left(path: Path, tables: Tables) -> None:
    """Take in what a killed process had not folded. Killed now, the next start does it again."""
    left: dict[tuple[str, str], bytes | None] = {}
    journals = Journal.all(path)
    for journal in journals:
        for record in journal.records():
            left.update({(name, key): value for name, key, value in record})
    tables.write(left)
    for journal in journals:  # the oldest first: what is left has to be the newest
        journal.remove()


class _LastingShelf:
    def __init__(self, archive: Lasting, name: str) -> None:
        self._archive = archive
        self._name = name

    def put(self, key: str, value: bytes) -> None:
        self._archive.write(self._name, key, value)

    def delete(self, key: str) -> None:
        self._archive.write(self._name, key, None)

    def items(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        return self._archive.read(self._name, prefix)
