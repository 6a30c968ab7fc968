"""Which queries production would refuse for want of a composite index.

https://firebase.google.com/docs/firestore/query-data/index-overview: within one collection every
field has an index of its own, in both directions and for array membership; indexes that end in
the same sort are merged over their equal fields. Collection groups have no automatic index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from emulators import topology
from emulators.firestore.queries.conditions import Condition, Kind
from emulators.firestore.queries.query import Query
from emulators.firestore.refusals import precondition_failed
from emulators.firestore.values.field_path import NAME, FieldPath, parse_field_path

Sort: TypeAlias = tuple[tuple[FieldPath, str], ...]
Equal: TypeAlias = frozenset[tuple[FieldPath, str]]

_BY_ORDER = "ASCENDING"
_OPPOSITE = {"ASCENDING": "DESCENDING", "DESCENDING": "ASCENDING"}
_BY_ELEMENT = "CONTAINS"


@dataclass(frozen=True, slots=True)
class Need:
    """What one disjunct of a query asks of an index: equal fields in any order, then a sort."""

    equal: Equal
    sort: Sort

    def is_served_automatically(self) -> bool:
        if not self.sort:
            return True
        if self.equal:
            return self.sort == ((NAME, "DESCENDING"),)
        return len(self.sort) == 1 and self.sort[0][0] != NAME

    def is_served_by(self, indexes: Iterable[Sort]) -> bool:
        """By one index, or by several merged over their equal fields."""
        heads = [head for index in indexes if (head := self._head(index)) is not None]
        return bool(heads) and frozenset[tuple[FieldPath, str]]().union(*heads) == self.equal

    def _head(self, index: Sort) -> Equal | None:
        """The equal fields the index covers, if it also sorts as asked (or the other way round)."""
        split = len(index) - len(self.sort)
        if split < 0 or index[split:] not in {self.sort, _reversed(self.sort)}:
            return None
        head = frozenset((path, _plain(mode)) for path, mode in index[:split])
        return head if head <= self.equal else None


class CompositeIndexes:
    """The composite indexes of a deployment, all of collection scope."""

    def __init__(self, indexes: Sequence[topology.Index]) -> None:
        self._by_collection: dict[str, list[Sort]] = {}
        for index in indexes:
            fields = [(parse_field_path(path), mode) for path, mode in index.fields]
            self._by_collection.setdefault(index.collection, []).append(_without_name(fields))

    def check(self, query: Query) -> None:
        for disjunct in query.where.disjuncts():
            need = need_of(query, disjunct)
            if query.source.all_descendants:
                if need.equal or need.sort:
                    raise _missing(query, need, "COLLECTION_GROUP")
            elif not need.is_served_automatically() and not need.is_served_by(
                self._by_collection.get(query.source.collection_id, ())
            ):
                raise _missing(query, need, "COLLECTION")


def need_of(query: Query, disjunct: Iterable[Condition]) -> Need:
    conditions = [condition for condition in disjunct if condition.path != NAME]
    equal = frozenset(
        (each.path, _BY_ELEMENT if each.kind is Kind.CONTAINS else _BY_ORDER)
        for each in conditions
        if each.kind is not Kind.INEQUALITY
    )
    equal_paths = {path for path, mode in equal if mode == _BY_ORDER}
    sort = [
        (order.path, "DESCENDING" if order.descending else "ASCENDING")
        for order in query.orders
        if order.path not in equal_paths
    ]
    return Need(equal, _without_name(sort))


def _without_name(fields: Sequence[tuple[FieldPath, str]]) -> Sort:
    """The name at the end, in the direction of the field before it, goes without saying."""
    *before, (last_path, last_mode) = fields
    implied = before[-1][1] if before else "ASCENDING"
    return tuple(before) if last_path == NAME and last_mode == implied else tuple(fields)


def _reversed(sort: Sort) -> Sort:
    return tuple((path, _OPPOSITE[mode]) for path, mode in sort)


def _plain(mode: str) -> str:
    """An equal field may be indexed in either direction."""
    return _BY_ORDER if mode in _OPPOSITE else _BY_ELEMENT


def _missing(query: Query, need: Need, scope: str) -> Exception:
    fields = [*sorted(need.equal), *need.sort]
    listed = ", ".join(f"{path} {mode}" for path, mode in fields)
    return precondition_failed(
        f"The query requires an index. Add one for the collection"
        f" '{query.source.collection_id}' (scope {scope}) with the fields: {listed}."
    )
