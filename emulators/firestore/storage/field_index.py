"""The documents of one collection in the order of their values at one path."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from emulators.firestore.values.field_path import FieldPath
from emulators.firestore.values.order import Key, sort_key
from emulators.firestore.wire import Document

_LAST_NAME = "\U0010ffff"

Edge: TypeAlias = tuple[Any, ...]
"""A key, or the beginning of one: `(rank,)` comes before every key of that rank."""


@dataclass(frozen=True, slots=True)
class Span:
    """All keys from `low` to `high`, both included."""

    low: Edge
    high: Edge


EVERY_KEY = Span((-1,), (1_000,))


class FieldIndex:
    """Documents without the field are not in it."""

    def __init__(self, path: FieldPath, documents: Iterable[Document]) -> None:
        self._path = path
        self._entries: list[tuple[Edge, str]] = []
        for document in documents:
            if (key := self._key(document)) is not None:
                self._entries.append((key, document.name))
        self._entries.sort()

    def add(self, document: Document) -> None:
        if (key := self._key(document)) is not None:
            insort(self._entries, (key, document.name))

    def remove(self, document: Document) -> None:
        if (key := self._key(document)) is not None:
            del self._entries[bisect_left(self._entries, (key, document.name))]

    def count(self, span: Span) -> int:
        return len(self._positions(span))

    def names(self, span: Span, *, descending: bool = False) -> Iterator[str]:
        """In the order of values, then of names. Not to be kept across a change."""
        positions = self._positions(span)
        entries = self._entries
        return (entries[each][1] for each in (reversed(positions) if descending else positions))

    def _positions(self, span: Span) -> range:
        return range(
            bisect_left(self._entries, (span.low, "")),
            bisect_right(self._entries, (span.high, _LAST_NAME)),
        )

    def _key(self, document: Document) -> Key | None:
        value = self._path.find(document.fields)
        return None if value is None else sort_key(value)
