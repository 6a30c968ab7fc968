"""What a query asks of the indexes.

https://firebase.google.com/docs/firestore/query-data/index-overview: indexes that end in the same
sort are merged over their equal fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from emulators.firestore.indexes.definition import (
    ASCENDING,
    COLLECTION,
    COLLECTION_GROUP,
    CONTAINS,
    DESCENDING,
    OPPOSITE,
    VECTOR,
    Fields,
    IndexDefinition,
    IndexField,
    without_name,
)
from emulators.firestore.queries.conditions import Condition, Kind
from emulators.firestore.queries.query import Query
from emulators.firestore.values.field_path import NAME


@dataclass(frozen=True, slots=True)
class Need:
    """Of one disjunct of a query: equal fields in any order, then a sort."""

    collection: str
    scope: str
    equal: frozenset[IndexField]
    """Their mode is ASCENDING or CONTAINS."""
    sort: Fields
    """Without a name that goes without saying."""

    def head_of(self, index: Fields) -> frozenset[IndexField] | None:
        """The equal fields that an index covers, if it ends in the sort, either way round."""
        split = len(index) - len(self.sort)
        if split < 0 or index[split:] not in {self.sort, _reversed(self.sort)}:
            return None
        head = frozenset(map(_plain, index[:split]))
        return head if head <= self.equal else None

    @property
    def definition(self) -> IndexDefinition:
        """The one index that would serve it all."""
        return IndexDefinition(self.collection, self.scope, (*sorted(self.equal), *self.sort))

    @property
    def single_fields(self) -> Iterator[IndexField]:
        """The single-field indexes of which production would merge an answer."""
        if not self.equal:
            return iter(self.sort if len(self.sort) == 1 and self.sort[0].path != NAME else ())
        if not self.sort:
            return iter(sorted(self.equal))
        if self.sort == (IndexField(NAME, DESCENDING),):
            return (_descending(field) for field in sorted(self.equal))
        return iter(())


def needs_of(query: Query) -> list[Need]:
    return [_need_of(query, disjunct) for disjunct in query.where.disjuncts()]


def _need_of(query: Query, disjunct: Iterable[Condition]) -> Need:
    conditions = [condition for condition in disjunct if condition.path != NAME]
    equal = frozenset(
        IndexField(each.path, CONTAINS if each.kind is Kind.CONTAINS else ASCENDING)
        for each in conditions
        if each.kind is not Kind.INEQUALITY
    )
    equal_paths = {field.path for field in equal if field.mode == ASCENDING}
    sort = tuple(
        IndexField(order.path, DESCENDING if order.descending else ASCENDING)
        for order in query.orders
        if order.path not in equal_paths
    )
    if query.nearest is not None:
        vector = IndexField(query.nearest.path, VECTOR, query.nearest.dimension)
        sort = (*(field for field in sort if field.path != NAME), vector)
    scope = COLLECTION_GROUP if query.source.all_descendants else COLLECTION
    return Need(query.source.collection_id, scope, equal, without_name(sort))


def _reversed(sort: Fields) -> Fields:
    return tuple(
        IndexField(field.path, OPPOSITE.get(field.mode, field.mode), field.dimension)
        for field in sort
    )


def _plain(field: IndexField) -> IndexField:
    """An equal field may be indexed in either direction."""
    return IndexField(field.path, ASCENDING) if field.mode == DESCENDING else field


def _descending(field: IndexField) -> IndexField:
    return IndexField(field.path, DESCENDING) if field.mode == ASCENDING else field
