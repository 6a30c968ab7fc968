"""An index as it is deployed: of one collection or of a collection group, over some fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from emulators import topology
from emulators.firestore.values.field_path import NAME, FieldPath, parse_field_path

COLLECTION, COLLECTION_GROUP = "COLLECTION", "COLLECTION_GROUP"
ASCENDING, DESCENDING, CONTAINS, VECTOR = "ASCENDING", "DESCENDING", "CONTAINS", "VECTOR"
OPPOSITE = {ASCENDING: DESCENDING, DESCENDING: ASCENDING}
_VECTOR_MODE = re.compile(r"VECTOR<(\d+)>")


@dataclass(frozen=True, slots=True, order=True)
class IndexField:
    path: FieldPath
    mode: str
    """ASCENDING, DESCENDING, CONTAINS or VECTOR."""
    dimension: int = 0
    """Of the vectors, where the mode is VECTOR."""


Fields = tuple[IndexField, ...]


@dataclass(frozen=True, slots=True)
class IndexDefinition:
    collection: str
    scope: str
    """COLLECTION or COLLECTION_GROUP."""
    fields: Fields

    @property
    def told_fields(self) -> Fields:
        """Without a name at the end that goes without saying."""
        return without_name(self.fields)

    @property
    def full_fields(self) -> Fields:
        """With the name at the end, where production would add it."""
        fields = self.told_fields
        if fields and fields[-1].mode == VECTOR:
            return (*fields[:-1], IndexField(NAME, ASCENDING), fields[-1])
        if fields and fields[-1].path == NAME:
            return fields
        return (*fields, IndexField(NAME, _implied_mode(fields)))


@dataclass(frozen=True, slots=True)
class FieldOverride:
    """Replaces the automatic indexes of one field, and of what lies below it."""

    collection: str
    path: str
    indexes: tuple[tuple[str, str], ...] = ()
    """Scope and mode of each; none exempts the field from indexing."""


def definition_of(index: topology.Index | IndexDefinition) -> IndexDefinition:
    if isinstance(index, IndexDefinition):
        return index
    fields = tuple(_field(path, mode) for path, mode in index.fields)
    return IndexDefinition(index.collection, index.scope, fields)


def without_name(fields: Fields) -> Fields:
    """The name at the end, in the direction of the field before it, goes without saying."""
    if not fields:
        return fields
    *before, last = fields
    if last == IndexField(NAME, _implied_mode(tuple(before))):
        return tuple(before)
    if last.mode == VECTOR:  # the name stands before the vector then
        return tuple(field for field in fields if field.path != NAME)
    return fields


def _implied_mode(before: Fields) -> str:
    return DESCENDING if before and before[-1].mode == DESCENDING else ASCENDING


def _field(path: str, mode: str) -> IndexField:
    """A vector's dimension stands with its mode: `VECTOR<768>`."""
    vector = _VECTOR_MODE.fullmatch(mode)
    if vector is not None:
        return IndexField(parse_field_path(path), VECTOR, int(vector[1]))
    return IndexField(parse_field_path(path), mode)
