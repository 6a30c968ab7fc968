"""The account's memory: every object by kind and id, written through to the shelf."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from emulators.shelf import Shelf

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Entry:
    place: int
    value: JsonObject


class Store:
    """Objects are values: to change one, put another in its place.

    That makes a stored object, and everything inside it, safe to use as an event's snapshot.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._tables: defaultdict[str, dict[str, _Entry]] = defaultdict(dict)
        kept = [(address, json.loads(content)) for address, content in shelf.items()]
        kept.sort(key=lambda item: int(item[1]["place"]))
        for address, entry in kept:
            kind, key = address.split("/", 1)
            self._tables[kind][key] = _Entry(entry["place"], entry["value"])
        self._next_place = kept[-1][1]["place"] + 1 if kept else 1

    def put(self, kind: str, key: str, value: JsonObject) -> JsonObject:
        old = self._tables[kind].get(key)
        if old is None:
            place, self._next_place = self._next_place, self._next_place + 1
        else:
            place = old.place
        self._tables[kind][key] = _Entry(place, value)
        content = json.dumps({"place": place, "value": value}, separators=(",", ":"))
        self._shelf.put(f"{kind}/{key}", content.encode())
        return value

    def save(self, value: JsonObject) -> JsonObject:
        """Put an API object under its own kind and id."""
        return self.put(value["object"], value["id"], value)

    def delete(self, kind: str, key: str) -> None:
        if self._tables[kind].pop(key, None) is not None:
            self._shelf.delete(f"{kind}/{key}")

    def find(self, kind: str, key: str) -> JsonObject | None:
        entry = self._tables[kind].get(key)
        return None if entry is None else entry.value

    def get(self, kind: str, key: str) -> JsonObject:
        """An object that must be there because another object names it."""
        return self._tables[kind][key].value

    def items(self, kind: str) -> list[tuple[str, JsonObject]]:
        """Oldest first."""
        return [(key, entry.value) for key, entry in self._tables[kind].items()]

    def oldest(self, kind: str) -> tuple[str, JsonObject] | None:
        for key, entry in self._tables[kind].items():
            return key, entry.value
        return None

    def newest_first(self, kind: str) -> list[JsonObject]:
        return [entry.value for entry in reversed(self._tables[kind].values())]

    def counts(self) -> dict[str, int]:
        return {kind: len(table) for kind, table in sorted(self._tables.items()) if table}

    def holds(self, key: str) -> bool:
        """Whether any kind has an object under this id."""
        return any(key in table for table in self._tables.values())
