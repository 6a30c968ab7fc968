"""ListDocuments, as the query it amounts to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from emulators.firestore.queries.page_tokens import cursor_of
from emulators.firestore.queries.query import Query, query_of
from emulators.firestore.queries.source import Source
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.instants import Micros
from emulators.firestore.storage.names import collection_of
from emulators.firestore.values.field_path import NAME
from emulators.firestore.values.order import name_key
from emulators.firestore.wire import Direction, Request, make_query
from emulators.google_apis.refused import invalid

PAGE_SIZE_DEFAULT = 300
_ORDER = re.compile(r"(\S+)(?:\s+(asc|desc))?", re.IGNORECASE)


def page_size_of(request: Request) -> int:
    if request.page_size < 0:
        raise invalid("Page size must be nonnegative.")
    size: int = request.page_size
    return size or PAGE_SIZE_DEFAULT


def list_query(request: Request) -> Query:
    """Looks for one document more than the page holds, to know whether there is a next page."""
    message = make_query(limit={"value": page_size_of(request) + 1})
    message.from_.add(collection_id=request.collection_id)
    direction = Direction.ASCENDING
    for path, direction in _orders(request.order_by):
        message.order_by.add(field={"field_path": path}, direction=direction)
    if not message.order_by or message.order_by[-1].field.field_path != str(NAME):
        message.order_by.add(field={"field_path": str(NAME)}, direction=direction)
    if request.page_token:
        message.start_at.CopyFrom(cursor_of(request.page_token))
    return query_of(request.parent, message)


def names_with_missing(database: Database, source: Source, at: Micros | None) -> list[str]:
    """The documents of a collection, and those that only have documents underneath, in order."""
    names = set(_names(database, source, at))
    for collection in database.collection_names(at):
        parent = collection_of(collection)
        while parent.startswith(f"{source.parent}/"):
            if source.holds(parent):
                names.add(parent)
            parent = collection_of(collection_of(parent))
    return sorted(names, key=name_key)


def _names(database: Database, source: Source, at: Micros | None) -> Iterator[str]:
    if at is None:
        return (name for each in source.collections(database) for name in each.names())
    names = filter(source.holds, database.names_ever())
    return (name for name in names if database.document(name, at) is not None)


def _orders(order_by: str) -> Iterator[tuple[str, int]]:
    """`order_by` as in `priority desc, __name__ desc`."""
    for clause in filter(None, order_by.split(",")):
        match = _ORDER.fullmatch(clause.strip())
        if match is None:
            raise invalid(f'Invalid order by clause "{clause.strip()}".')
        descending = (match[2] or "").lower() == "desc"
        yield match[1], Direction.DESCENDING if descending else Direction.ASCENDING
