"""Where a query's results begin and end."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.firestore.queries.ordering import Orders, Position, compare
from emulators.firestore.values.field_path import NAME
from emulators.firestore.values.order import REFERENCE, sort_key
from emulators.firestore.wire import CursorMessage
from emulators.google_apis.refused import invalid


@dataclass(frozen=True, slots=True)
class Bounds:
    """Half-open or not, on either side; an empty position bounds nothing."""

    start: Position = ()
    start_is_included: bool = True
    end: Position = ()
    end_is_included: bool = True

    def hold(self, position: Position, orders: Orders) -> bool:
        if not self.start and not self.end:
            return True
        after_start = compare(position, self.start, orders)
        if after_start < 0 or (self.start and not after_start and not self.start_is_included):
            return False
        after_end = compare(position, self.end, orders)
        return after_end < 0 or (not after_end and (self.end_is_included or not self.end))


def cursor_position(cursor: CursorMessage, orders: Orders) -> Position:
    if len(cursor.values) > len(orders):
        raise invalid("Cursor has too many values.")
    position = tuple(map(sort_key, cursor.values))
    for key, order in zip(position, orders, strict=False):
        if order.path == NAME and key[0] != REFERENCE:
            raise invalid("Cursor value for __name__ must be a document reference.")
    return position


def bounds_of(start_at: CursorMessage, end_at: CursorMessage, orders: Orders) -> Bounds:
    """`before` puts a cursor just before its position: in at the start, out at the end."""
    return Bounds(
        start=cursor_position(start_at, orders),
        start_is_included=start_at.before,
        end=cursor_position(end_at, orders),
        end_is_included=not end_at.before,
    )
