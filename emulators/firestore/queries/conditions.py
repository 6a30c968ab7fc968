"""A single condition on a field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from emulators.firestore.queries.operators import Holds
from emulators.firestore.storage.field_index import Span
from emulators.firestore.values.field_path import NAME, FieldPath
from emulators.firestore.values.order import Key, name_key, sort_key
from emulators.firestore.wire import Document

Spans = Sequence[tuple[FieldPath, Span]]


class Kind(Enum):
    """How an index serves a condition."""

    EQUALITY = auto()
    CONTAINS = auto()
    INEQUALITY = auto()


@dataclass(frozen=True, slots=True)
class Condition:
    path: FieldPath
    kind: Kind
    operator: str
    holds: Holds
    disjunct_count: int = 1
    span: Span | None = None
    """Keys outside it do not pass; None where that cannot be said."""

    @property
    def has_or(self) -> bool:
        return False

    def matches(self, document: Document) -> bool:
        key = key_at(document, self.path)
        return key is not None and self.holds(key)

    def conditions(self) -> Iterator[Condition]:
        yield self

    def disjuncts(self) -> Sequence[tuple[Condition, ...]]:
        return [(self,)]

    def spans(self) -> Spans:
        return [] if self.span is None or self.path is NAME else [(self.path, self.span)]


def key_at(document: Document, path: FieldPath) -> Key | None:
    """None where the document has no such field."""
    if path is NAME:
        return name_key(document.name)
    value = path.find(document.fields)
    return None if value is None else sort_key(value)
