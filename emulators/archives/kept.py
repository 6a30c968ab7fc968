"""Shelves that last as long as the process, and can go back to a snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter

from emulators.archives.snapshot import Snapshot
from emulators.archives.spill import Spill, Spilt
from emulators.clock.timeline import Timeline
from emulators.shelf import Shelf

IN_MEMORY_BYTES_MAX = 4096
# Invoices and mails are larger, and services read their shelves only when they start.

_Values = dict[str, bytes | Spilt]
_Shelves = dict[str, _Values]


@dataclass(frozen=True, slots=True)
class _Taken:
    snapshot: Snapshot
    shelves: Mapping[str, Mapping[str, bytes | Spilt]]


class Kept:
    """A snapshot costs a reference for each value, not a copy."""

    def __init__(self) -> None:
        self._spill = Spill()
        self._shelves: _Shelves = {}
        self._taken: dict[str, _Taken] = {}

    def shelf(self, name: str) -> Shelf:
        return _KeptShelf(self._shelves.setdefault(name, {}), self._spill)

    def commit(self) -> None:
        pass

    def close(self) -> None:
        pass

    def counts(self) -> dict[str, int]:
        return {name: len(values) for name, values in sorted(self._shelves.items())}

    def snapshots(self) -> list[Snapshot]:
        return [taken.snapshot for taken in self._taken.values()]

    def take(self, name: str, timeline: Timeline) -> Snapshot:
        if name in self._taken:
            raise ValueError(f"there is a snapshot {name} already")
        snapshot = Snapshot(name, datetime.now(UTC), timeline, self.counts())
        shelves = {shelf: dict(values) for shelf, values in self._shelves.items()}
        self._taken[name] = _Taken(snapshot, shelves)
        return snapshot

    def restore(self, name: str) -> Snapshot:
        taken = self._find(name)
        self._shelves = {shelf: dict(values) for shelf, values in taken.shelves.items()}
        return taken.snapshot

    def drop(self, name: str) -> None:
        self._find(name)
        del self._taken[name]

    def _find(self, name: str) -> _Taken:
        if name not in self._taken:
            raise LookupError(f"there is no snapshot {name}")
        return self._taken[name]


class _KeptShelf:
    def __init__(self, values: _Values, spill: Spill) -> None:
        self._values = values
        self._spill = spill

    def put(self, key: str, value: bytes) -> None:
        is_large = len(value) > IN_MEMORY_BYTES_MAX
        self._values[key] = self._spill.put(value) if is_large else value

    def delete(self, key: str) -> None:
        self._values.pop(key, None)

    def items(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        found = [item for item in self._values.items() if item[0].startswith(prefix)]
        return map(self._whole, sorted(found, key=itemgetter(0)))

    def _whole(self, item: tuple[str, bytes | Spilt]) -> tuple[str, bytes]:
        key, value = item
        return key, self._spill.get(value) if isinstance(value, Spilt) else value
