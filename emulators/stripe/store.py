"""The account's memory: every object by kind and id, written through to the shelf."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from emulators.archives.spill import Spill, Spilt
from emulators.shelf import Shelf

JsonObject = dict[str, Any]

_SPILT_KINDS = frozenset({"event", "idempotency", "v2.core.event"})
# Half of all there is, written once and hardly ever read: these lie in a file. Reading one back
# takes 30 microseconds.
_SPILT_ADDRESSES = tuple(f"{kind}/" for kind in _SPILT_KINDS)
_PLACE = re.compile(rb'\{"place":(\d+),')


@dataclass(frozen=True, slots=True)
class _Entry:
    place: int
    value: JsonObject | Spilt


class _Shared:
    """Reads JSON so that equal strings are one: half the memory of a store that is read back."""

    def __init__(self) -> None:
        self._strings: dict[str, str] = {}

    def read(self, content: bytes) -> JsonObject:
        known: JsonObject = json.loads(content, object_pairs_hook=self._object)
        return known

    def _object(self, pairs: list[tuple[str, Any]]) -> JsonObject:
        strings = self._strings
        return {
            strings.setdefault(key, key): strings.setdefault(value, value)
            if type(value) is str
            else value
            for key, value in pairs
        }


class Store:
    """Objects are values: to change one, put another in its place.

    That makes a stored object, and everything inside it, safe to use as an event's snapshot.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._spill = Spill()
        self._tables: defaultdict[str, dict[str, _Entry]] = defaultdict(dict)
        share = _Shared()
        kept = [
            (address, self._restored(address, content, share)) for address, content in shelf.items()
        ]
        kept.sort(key=lambda item: item[1].place)
        for address, entry in kept:
            kind, key = address.split("/", 1)
            self._tables[kind][key] = entry
        self._next_place = kept[-1][1].place + 1 if kept else 1
        self._journal: list[tuple[str, str, _Entry | None]] | None = None

    @contextmanager
    def undoable(self) -> Iterator[Callable[[], None]]:
        """Gives what takes back every change of the block, which must not await."""
        self._journal = []
        try:
            yield self._undo
        finally:
            self._journal = None

    def put(self, kind: str, key: str, value: JsonObject) -> JsonObject:
        old = self._tables[kind].get(key)
        if old is None:
            place, self._next_place = self._next_place, self._next_place + 1
        else:
            place = old.place
        self._note(kind, key, old)
        self._write(kind, key, place, value)
        return value

    def save(self, value: JsonObject) -> JsonObject:
        """Put an API object under its own kind and id."""
        return self.put(value["object"], value["id"], value)

    def delete(self, kind: str, key: str) -> None:
        old = self._tables[kind].get(key)
        if old is not None:
            self._note(kind, key, old)
            self._remove(kind, key)

    def find(self, kind: str, key: str) -> JsonObject | None:
        entry = self._tables[kind].get(key)
        return None if entry is None else self._value(entry)

    def get(self, kind: str, key: str) -> JsonObject:
        """An object that must be there because another object names it."""
        return self._value(self._tables[kind][key])

    def items(self, kind: str) -> list[tuple[str, JsonObject]]:
        """Oldest first."""
        return list(self.each(kind))

    def each(self, kind: str) -> Iterator[tuple[str, JsonObject]]:
        """The same, read one by one: change nothing of the kind meanwhile."""
        return ((key, self._value(entry)) for key, entry in self._tables[kind].items())

    def newest_first(self, kind: str) -> list[JsonObject]:
        return list(self.each_newest_first(kind))

    def each_newest_first(self, kind: str) -> Iterator[JsonObject]:
        """The same, read one by one: change nothing of the kind meanwhile."""
        return map(self._value, reversed(self._tables[kind].values()))

    def counts(self) -> dict[str, int]:
        return {kind: len(table) for kind, table in sorted(self._tables.items()) if table}

    def holds(self, key: str) -> bool:
        """Whether any kind has an object under this id."""
        return any(key in table for table in self._tables.values())

    def _write(self, kind: str, key: str, place: int, value: JsonObject) -> None:
        content = json.dumps({"place": place, "value": value}, separators=(",", ":")).encode()
        kept = self._spill.put(content) if kind in _SPILT_KINDS else value
        self._tables[kind][key] = _Entry(place, kept)
        self._shelf.put(f"{kind}/{key}", content)

    def _restored(self, address: str, content: bytes, share: _Shared) -> _Entry:
        place = _PLACE.match(content)
        if place and address.startswith(_SPILT_ADDRESSES):
            return _Entry(int(place[1]), self._spill.put(content))
        known = share.read(content)
        return _Entry(known["place"], known["value"])

    def _value(self, entry: _Entry) -> JsonObject:
        if not isinstance(entry.value, Spilt):
            return entry.value
        value: JsonObject = json.loads(self._spill.get(entry.value))["value"]
        return value

    def _remove(self, kind: str, key: str) -> None:
        del self._tables[kind][key]
        self._shelf.delete(f"{kind}/{key}")

    def _note(self, kind: str, key: str, old: _Entry | None) -> None:
        if self._journal is not None:
            self._journal.append((kind, key, old))

    def _undo(self) -> None:
        changes, self._journal = self._journal or [], None
        for kind, key, old in reversed(changes):
            if old is not None:
                self._write(kind, key, old.place, self._value(old))
            elif key in self._tables[kind]:
                self._remove(kind, key)
        for kind in {kind for kind, _, _ in changes}:
            in_order = sorted(self._tables[kind].items(), key=lambda item: item[1].place)
            self._tables[kind] = dict(in_order)
