"""Which indexes serve a query, or the refusal that names the one it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from emulators.firestore.indexes.catalog import Catalog
from emulators.firestore.indexes.catalogs import Catalogs
from emulators.firestore.indexes.definition import IndexDefinition, IndexField
from emulators.firestore.indexes.missing import missing_index
from emulators.firestore.indexes.need import Need, needs_of
from emulators.firestore.queries.query import Query

Candidate = tuple[frozenset[IndexField], IndexDefinition]
"""The equal fields an index covers, and the index."""


class Planner:
    def __init__(self, catalogs: Catalogs) -> None:
        self._catalogs = catalogs

    def check(self, query: Query) -> None:
        """Refuse a query that production would refuse for want of an index."""
        catalog = self._catalogs.of(query.database_name)
        if catalog.is_enforced:
            _plan(query, catalog)

    def plan(self, query: Query) -> list[IndexDefinition]:
        """The indexes that serve the query; those it would need, where none are enforced."""
        return _plan(query, self._catalogs.of(query.database_name))


def _plan(query: Query, catalog: Catalog) -> list[IndexDefinition]:
    """The indexes of all disjuncts, each once."""
    used: dict[IndexDefinition, None] = {}
    for need in needs_of(query):
        served_by = _serving(need, catalog)
        if served_by is None and catalog.is_enforced:
            raise missing_index(query, need)
        used.update(dict.fromkeys(served_by or [need.definition]))
    return list(used)


def _serving(need: Need, catalog: Catalog) -> list[IndexDefinition] | None:
    """One index, or several to be merged over their equal fields."""
    if not need.equal and not need.sort:
        return [need.definition]  # every collection is in the order of its names
    used: list[IndexDefinition] = []
    missing = set(need.equal)
    candidates = [*_composites(need, catalog), *_singles(need, catalog)]
    for head, index in sorted(candidates, key=lambda candidate: -len(candidate[0])):
        if not used or not missing.isdisjoint(head):
            used.append(index)
            missing -= head
        if not missing:
            return used
    return None


def _composites(need: Need, catalog: Catalog) -> Iterator[Candidate]:
    for index in catalog.composites_of(need.collection, need.scope):
        head = need.head_of(index.told_fields)
        if head is not None:
            yield head, index


def _singles(need: Need, catalog: Catalog) -> Iterator[Candidate]:
    for field in need.single_fields:
        if catalog.has_single(need.collection, field.path, need.scope, field.mode):
            index = IndexDefinition(need.collection, need.scope, (field,))
            covered = frozenset(each for each in need.equal if each.path == field.path)
            yield covered, index
