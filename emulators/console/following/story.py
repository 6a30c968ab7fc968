"""Everything that has happened, in one row: changes of all services and lines of all logs."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from emulators.console.following.identifiers import identifiers
from emulators.console.readings import program, reader
from emulators.console.readings.happening import Happening
from emulators.console.watching.chronicle import Chronicle
from emulators.console.watching.log_files import LogFiles, LogLine

ENTRIES_MAX = 40_000
_SLICE = 200  # entries between two breaths of the loop
_IDS_SHOWN_MAX = 12


_Fresh = tuple[Happening, int | LogLine, bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    number: int
    happening: Happening
    source: int | LogLine
    """The number of a change, or a line."""
    ids: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        shown = self.ids[:_IDS_SHOWN_MAX]
        return {"number": self.number, **self.happening.as_json(), "ids": shown}


class Story:
    """Read on with `catch_up`: as long as nobody looks, nothing is parsed."""

    def __init__(self, chronicle: Chronicle, logs: LogFiles) -> None:
        self._chronicle = chronicle
        self._logs = logs
        self._entries: deque[Entry] = deque()
        self._by_id: defaultdict[str, deque[Entry]] = defaultdict(deque)
        self._read_up_to = 0
        self._count = 0
        self._reading = asyncio.Lock()

    @property
    def count(self) -> int:
        """The number of the newest entry."""
        return self._count

    def newest(self, limit: int, after: int = 0) -> list[Entry]:
        """The newest first, with numbers above `after`."""
        found: list[Entry] = []
        for entry in reversed(self._entries):
            if entry.number <= after or len(found) >= limit:
                break
            found.append(entry)
        return found

    def all(self) -> Iterable[Entry]:
        return tuple(self._entries)

    def of(self, identifier: str) -> Iterable[Entry]:
        """The entries that hold this id, oldest first."""
        return tuple(self._by_id.get(identifier, ()))

    async def catch_up(self) -> None:
        """Take in what has happened since; other work goes on between the slices."""
        async with self._reading:
            fresh: list[_Fresh] = []
            for count, change in enumerate(self._chronicle.since(self._read_up_to), 1):
                self._read_up_to = change.number
                happening = reader.read(change, self._chronicle)
                if happening:
                    fresh.append((happening, change.number, reader.text(change)))
                if count % _SLICE == 0:
                    await asyncio.sleep(0)
            fresh += [(program.read(line), line, line.text) for line in self._logs.read_on()]
            for happening, source, text in sorted(fresh, key=lambda one: one[0].at):
                self._add(happening, source, text)

    def _add(self, happening: Happening, source: int | LogLine, text: bytes) -> None:
        self._count += 1
        entry = Entry(self._count, happening, source, identifiers(text))
        self._entries.append(entry)
        for identifier in entry.ids:
            self._by_id[identifier].append(entry)
        if len(self._entries) > ENTRIES_MAX:
            self._drop(self._entries.popleft())

    def _drop(self, entry: Entry) -> None:
        for identifier in entry.ids:
            left = self._by_id[identifier]
            left.popleft()  # the oldest of its ids, too
            if not left:
                del self._by_id[identifier]
