"""Running a query, and what it has looked at by the time it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from emulators.firestore.queries.candidates import Candidates, candidates
from emulators.firestore.queries.ordering import Position, compare, in_order
from emulators.firestore.queries.query import Query
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.instants import Micros
from emulators.firestore.wire import Document


@dataclass(frozen=True, slots=True)
class Footprint:
    """The range a query has looked at, into which no later document may slip unnoticed."""

    query: Query
    end: Position | None
    """Where the limit cut the results off; None if it did not."""

    def holds(self, document: Document) -> bool:
        if not self.query.source.holds(document.name):
            return False
        position = self.query.place(document)
        if position is None:
            return False
        return self.end is None or compare(position, self.end, self.query.orders) < 0


@dataclass(frozen=True, slots=True)
class Result:
    seen: Sequence[Document]
    """The results, and before them what the offset passed over."""
    skipped_count: int
    footprint: Footprint

    @property
    def documents(self) -> Sequence[Document]:
        nearest = self.footprint.query.nearest
        return self.seen[self.skipped_count :] if nearest is None else nearest.of(self.seen)


def run(query: Query, database: Database, at: Micros | None = None) -> Result:
    """`at` None reads what is current."""
    rows = _rows(query, candidates(query, database, at))
    seen = [document for _, document in rows]
    return Result(
        seen=seen,
        skipped_count=min(query.offset, len(seen)),
        footprint=Footprint(query, end=_end(query, rows)),
    )


def _rows(query: Query, found: Candidates) -> list[tuple[Position, Document]]:
    placed = (
        (position, document)
        for document in found.documents
        if (position := query.place(document)) is not None
    )
    if found.are_in_order:
        return list(islice(placed, query.stop))
    return in_order(list(placed), query.orders)[: query.stop]


def _end(query: Query, rows: Sequence[tuple[Position, Document]]) -> Position | None:
    if query.stop is None or len(rows) < query.stop:
        return None
    return rows[-1][0] if rows else ()
