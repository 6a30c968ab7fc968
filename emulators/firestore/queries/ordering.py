"""The order of a query's results: what it asks for, then what Firestore adds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from emulators.firestore.queries.conditions import Condition, Kind, key_at
from emulators.firestore.values.field_path import NAME, FieldPath, parse_field_path
from emulators.firestore.values.order import Key
from emulators.firestore.wire import Direction, Document, StructuredQuery
from emulators.google_apis.refused import invalid

Position: TypeAlias = tuple[Key, ...]
"""Where a document stands: one key for each order."""


@dataclass(frozen=True, slots=True)
class Order:
    path: FieldPath
    descending: bool = False


Orders: TypeAlias = tuple[Order, ...]


def explicit_orders(query: StructuredQuery) -> Orders:
    orders = tuple(
        Order(parse_field_path(each.field.field_path), each.direction == Direction.DESCENDING)
        for each in query.order_by
    )
    paths = [order.path for order in orders]
    for path in paths:
        if paths.count(path) > 1:
            raise invalid(f"order by clause cannot contain duplicate fields {path}")
    if NAME in paths[:-1]:
        raise invalid("order by clause cannot contain more fields after the key")
    return orders


def full_orders(
    explicit: Orders, conditions: Iterable[Condition], aggregated: Iterable[FieldPath] = ()
) -> Orders:
    """Adds the fields of inequalities and aggregations, then the name, in the last direction."""
    asked = {order.path for order in explicit}
    unequal = {condition.path for condition in conditions if condition.kind is Kind.INEQUALITY}
    added = [*sorted(unequal - asked - {NAME}), *sorted({*aggregated} - unequal - asked)]
    if NAME in asked and added:
        raise invalid("order by clause cannot contain more fields after the key")
    if NAME in asked:
        return explicit
    descending = explicit[-1].descending if explicit else False
    return (*explicit, *(Order(path, descending) for path in [*added, NAME]))


def position_of(document: Document, orders: Orders) -> Position | None:
    """None where the document lacks a field of the order: it is in no result then."""
    keys: list[Key] = []
    for order in orders:
        key = key_at(document, order.path)
        if key is None:
            return None
        keys.append(key)
    return tuple(keys)


def compare(position: Position, other: Position, orders: Orders) -> int:
    """Negative if `position` comes first; the shorter of the two decides how far to look."""
    for key, other_key, order in zip(position, other, orders, strict=False):
        if key != other_key:
            return -1 if (key < other_key) is not order.descending else 1
    return 0


def in_order(
    placed: Sequence[tuple[Position, Document]], orders: Orders
) -> list[tuple[Position, Document]]:
    """Sorts documents that come in name order."""
    rows = list(placed)
    for column, order in reversed(list(enumerate(orders))):
        if order == Order(NAME):
            continue
        rows.sort(key=partial(_key_in, column), reverse=order.descending)
    return rows


def _key_in(column: int, row: tuple[Position, Document]) -> Key:
    return row[0][column]
