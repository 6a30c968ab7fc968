"""Where a service keeps what must survive a restart: named shelves of keys and bytes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol


class Shelf(Protocol):
    """One service's keys and values. Values are whatever bytes the service likes."""

    def put(self, key: str, value: bytes) -> None: ...
    def delete(self, key: str) -> None: ...
    def items(self) -> Iterator[tuple[str, bytes]]: ...


class Archive(Protocol):
    """All the shelves of one local cloud."""

    def shelf(self, name: str) -> Shelf: ...
    def close(self) -> None: ...


class Forgetful:
    """Keeps nothing: the state of a test lives and dies with its process."""

    def shelf(self, name: str) -> Shelf:  # noqa: ARG002 - every shelf is the same empty one
        return _Nothing()

    def close(self) -> None:
        pass


class _Nothing:
    def put(self, key: str, value: bytes) -> None:
        pass

    def delete(self, key: str) -> None:
        pass

    def items(self) -> Iterator[tuple[str, bytes]]:
        return iter(())


FLUSH_DELAY_SECONDS = 0.05
# Group commit: many changes, one transaction. A killed process loses at most this much,
# which is what a power cut would cost; an orderly stop loses nothing.


class Lasting:
    """Shelves in one SQLite file, written in groups. Use from the event loop's thread only."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS shelf"
            " (name TEXT, key TEXT, value BLOB, PRIMARY KEY (name, key)) WITHOUT ROWID"
        )
        self._pending: dict[tuple[str, str], bytes | None] = {}
        self._flush_is_due = False

    def shelf(self, name: str) -> Shelf:
        return _LastingShelf(self, name)

    def read(self, name: str) -> Iterator[tuple[str, bytes]]:
        self.flush()
        yield from self._database.execute(
            "SELECT key, value FROM shelf WHERE name = ? ORDER BY key", (name,)
        ).fetchall()

    def write(self, name: str, key: str, value: bytes | None) -> None:
        self._pending[name, key] = value
        if not self._flush_is_due:
            self._flush_is_due = True
            asyncio.get_running_loop().call_later(FLUSH_DELAY_SECONDS, self.flush)

    def flush(self) -> None:
        pending, self._pending, self._flush_is_due = self._pending, {}, False
        if not pending:
            return
        puts = [(name, key, value) for (name, key), value in pending.items() if value is not None]
        deletes = [place for place, value in pending.items() if value is None]
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR REPLACE INTO shelf VALUES (?, ?, ?)", puts)
        self._database.executemany("DELETE FROM shelf WHERE name = ? AND key = ?", deletes)
        self._database.execute("COMMIT")

    def close(self) -> None:
        self.flush()
        self._database.close()


class _LastingShelf:
    def __init__(self, archive: Lasting, name: str) -> None:
        self._archive = archive
        self._name = name

    def put(self, key: str, value: bytes) -> None:
        self._archive.write(self._name, key, value)

    def delete(self, key: str) -> None:
        self._archive.write(self._name, key, None)

    def items(self) -> Iterator[tuple[str, bytes]]:
        return self._archive.read(self._name)
