"""The SQLite files of an archive: what is, and what was when a snapshot was taken."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

from emulators.archives.snapshot import Snapshot
from emulators.clock.timeline import Timeline

_SHELF = (
    "CREATE TABLE IF NOT EXISTS shelf"
    " (name TEXT, key TEXT, value BLOB, PRIMARY KEY (name, key)) WITHOUT ROWID"
)
_FIRST = "SELECT key, value FROM shelf WHERE name = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?"
_NEXT = "SELECT key, value FROM shelf WHERE name = ? AND key > ? AND key < ? ORDER BY key LIMIT ?"
_LAST_CHARACTER = "\U0010ffff"
_ROWS = 100


class Tables:
    def __init__(self, path: Path) -> None:
        self._snapshots = path.parent / "snapshots"
        self._database = _connected(path)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute(_SHELF)

    def read(self, name: str, prefix: str) -> Iterator[tuple[str, bytes]]:
        """A few at a time: all the values together may be large."""
        end = prefix + _LAST_CHARACTER
        rows = self._database.execute(_FIRST, (name, prefix, end, _ROWS)).fetchall()
        while rows:
            yield from rows
            rows = self._database.execute(_NEXT, (name, rows[-1][0], end, _ROWS)).fetchall()

    def write(self, changes: Mapping[tuple[str, str], bytes | None]) -> None:
        """All of them or none; None deletes."""
        puts = [(name, key, value) for (name, key), value in changes.items() if value is not None]
        deletes = [place for place, value in changes.items() if value is None]
        self._database.execute("BEGIN")
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO shelf VALUES (?, ?, ?)", puts)
            self._database.executemany("DELETE FROM shelf WHERE name = ? AND key = ?", deletes)

    def counts(self) -> dict[str, int]:
        return dict(self._database.execute("SELECT name, COUNT(*) FROM shelf GROUP BY name"))

    def close(self) -> None:
        self._database.close()

    def snapshots(self) -> list[Snapshot]:
        taken = [_described(path) for path in self._snapshots.glob("*.sqlite")]
        return sorted(taken, key=lambda snapshot: snapshot.taken_at)

    def take(self, name: str, timeline: Timeline) -> Snapshot:
        path = self._path(name)
        if path.exists():
            raise ValueError(f"there is a snapshot {name} already")
        snapshot = Snapshot(name, datetime.now(UTC), timeline, self.counts())
        self._snapshots.mkdir(exist_ok=True)
        unfinished = path.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        self._database.execute("VACUUM INTO ?", (str(unfinished),))
        _describe(unfinished, snapshot)
        unfinished.replace(path)
        return snapshot

    def restore(self, name: str) -> Snapshot:
        path = self._found(name)
        self._database.execute("ATTACH ? AS taken", (str(path),))
        try:
            self._database.execute("BEGIN")
            with self._database:
                self._database.execute("DELETE FROM main.shelf")
                self._database.execute("INSERT INTO main.shelf SELECT * FROM taken.shelf")
        finally:
            self._database.execute("DETACH taken")
        return _described(path)

    def drop(self, name: str) -> None:
        self._found(name).unlink()

    def _path(self, name: str) -> Path:
        return self._snapshots / f"{name}.sqlite"

    def _found(self, name: str) -> Path:
        path = self._path(name)
        if not path.exists():
            raise LookupError(f"there is no snapshot {name}")
        return path


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _describe(path: Path, snapshot: Snapshot) -> None:
    fields = (
        snapshot.taken_at.isoformat(),
        json.dumps(astuple(snapshot.timeline)),
        json.dumps(snapshot.counts),
    )
    database = _connected(path)
    try:
        database.execute("CREATE TABLE snapshot (taken_at TEXT, timeline TEXT, counts TEXT)")
        database.execute("INSERT INTO snapshot VALUES (?, ?, ?)", fields)
    finally:
        database.close()


def _described(path: Path) -> Snapshot:
    database = _connected(path)
    try:
        ((taken_at, timeline, counts),) = database.execute("SELECT * FROM snapshot").fetchall()
    finally:
        database.close()
    return Snapshot(
        path.stem,
        datetime.fromisoformat(taken_at),
        Timeline(*json.loads(timeline)),
        json.loads(counts),
    )
