"""The indexes and field settings of one database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from emulators.firestore.indexes.definition import (
    ASCENDING,
    COLLECTION,
    CONTAINS,
    DESCENDING,
    IndexDefinition,
)
from emulators.firestore.values.field_path import FieldPath

AUTOMATIC = ((COLLECTION, ASCENDING), (COLLECTION, DESCENDING), (COLLECTION, CONTAINS))
"""Scope and mode of the indexes that every field has unless told otherwise."""

FieldKey = tuple[str, FieldPath]
"""A collection ID and a field."""


@dataclass(frozen=True, slots=True)
class FieldSettings:
    indexes: tuple[tuple[str, str], ...] | None = None
    """Scope and mode; None inherits them from the map above, or from the database."""
    ttl_offset: timedelta | None = None
    """How long after the instant in this field a document expires; None if it never does."""


class Catalog:
    def __init__(self, *, is_enforced: bool) -> None:
        """Unless it is enforced, queries run without the indexes they would need."""
        self.is_enforced = is_enforced
        self.composites: dict[str, IndexDefinition] = {}
        """By index ID."""
        self.fields: dict[FieldKey, FieldSettings] = {}

    def composites_of(self, collection: str, scope: str) -> Iterator[IndexDefinition]:
        return (
            index
            for index in self.composites.values()
            if index.collection == collection and index.scope == scope
        )

    def has_single(self, collection: str, path: FieldPath, scope: str, mode: str) -> bool:
        return (scope, mode) in self.single_indexes(collection, path)

    def single_indexes(self, collection: str, path: FieldPath) -> tuple[tuple[str, str], ...]:
        """Scope and mode of the single-field indexes, as the nearest setting above has them."""
        for length in range(len(path.segments), 0, -1):
            settings = self.fields.get((collection, FieldPath(path.segments[:length])))
            if settings is not None and settings.indexes is not None:
                return settings.indexes
        return AUTOMATIC

    def ttls(self) -> Iterator[tuple[FieldKey, timedelta]]:
        for key, settings in self.fields.items():
            if settings.ttl_offset is not None:
                yield key, settings.ttl_offset
