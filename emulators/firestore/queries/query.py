"""A query made ready to run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from emulators.firestore.queries.cursors import Bounds, bounds_of
from emulators.firestore.queries.filter_rules import check_where
from emulators.firestore.queries.filters import EVERYTHING, Where, where_of
from emulators.firestore.queries.nearest import Nearest, nearest_of
from emulators.firestore.queries.ordering import (
    Orders,
    Position,
    explicit_orders,
    full_orders,
    position_of,
)
from emulators.firestore.queries.projection import Projection, select_projection
from emulators.firestore.queries.source import Source, source_of
from emulators.firestore.values.field_path import FieldPath
from emulators.firestore.wire import Document, StructuredQuery
from emulators.google_apis.refused import invalid


@dataclass(frozen=True, slots=True)
class Query:
    source: Source
    where: Where
    orders: Orders
    bounds: Bounds
    offset: int = 0
    limit: int | None = None
    projection: Projection | None = None
    nearest: Nearest | None = None
    """Picks from the results and puts them in an order of its own."""

    @property
    def database_name(self) -> str:
        return self.source.parent.partition("/documents")[0]

    @property
    def stop(self) -> int | None:
        """How many documents to look for, those that the offset passes over included."""
        return None if self.limit is None else self.offset + self.limit

    @property
    def is_cut(self) -> bool:
        """Whether a result depends on how many others come before it."""
        return self.limit is not None or self.offset > 0

    def place(self, document: Document) -> Position | None:
        """Where the document stands among the results, before offset and limit; None if outside."""
        if not self.where.matches(document):
            return None
        position = position_of(document, self.orders)
        if position is None or not self.bounds.hold(position, self.orders):
            return None
        return position


def query_of(parent: str, message: StructuredQuery, aggregated: Iterable[FieldPath] = ()) -> Query:
    """`aggregated` fields join the order, so a document without one of them is in no result."""
    if message.offset < 0:
        raise invalid("offset is negative")
    if message.limit.value < 0:
        raise invalid("limit is negative")
    where = where_of(message.where) if message.HasField("where") else EVERYTHING
    check_where(where)
    nearest = nearest_of(message)
    explicit = explicit_orders(message) if nearest is None else ()
    return Query(
        source=source_of(parent, message),
        where=where,
        orders=full_orders(explicit, where.conditions(), aggregated),
        bounds=bounds_of(message.start_at, message.end_at, explicit),
        offset=message.offset,
        limit=message.limit.value if message.HasField("limit") else None,
        projection=select_projection(message),
        nearest=nearest,
    )
