"""Which documents a query has to look at: as few as an index can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from emulators.firestore.queries.ordering import Order
from emulators.firestore.queries.query import Query
from emulators.firestore.storage.collection import Collection
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.field_index import EVERY_KEY
from emulators.firestore.storage.instants import Micros
from emulators.firestore.values.field_path import NAME
from emulators.firestore.values.order import name_key
from emulators.firestore.wire import Document

FEW_DOCUMENTS = 32
"""Up to this many are looked at one by one, without an index."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Includes every result. In name order, unless it is in the order of the query already."""

    documents: Iterable[Document]
    are_in_order: bool


def candidates(query: Query, database: Database, at: Micros | None) -> Candidates:
    """`at` None looks at what is current."""
    by_name = query.orders == (Order(NAME),)
    if at is not None:
        names = sorted(filter(query.source.holds, database.names_ever()), key=name_key)
        versions = (database.document(name, at) for name in names)
        return Candidates((each for each in versions if each is not None), by_name)
    collections = query.source.collections(database)
    if len(collections) != 1:
        found = [document for each in collections for document in each.documents.values()]
        found.sort(key=lambda document: name_key(document.name))
        return Candidates(found, by_name)
    [collection] = collections
    if len(collection.documents) > FEW_DOCUMENTS:
        return _by_index(query, collection)
    return Candidates(map(collection.documents.__getitem__, collection.names()), by_name)


def _by_index(query: Query, collection: Collection) -> Candidates:
    """By the index that leaves the fewest."""
    spans = list(query.where.spans())
    first = query.orders[0]
    if first.path is not NAME:
        spans.append((first.path, EVERY_KEY))
    get = collection.documents.__getitem__
    by_name = query.orders == (Order(NAME),)
    if not spans:
        return Candidates(map(get, collection.names()), by_name)
    path, span = min(spans, key=lambda each: collection.index(each[0]).count(each[1]))
    index = collection.index(path)
    if query.orders == (Order(path, first.descending), Order(NAME, first.descending)):
        names = index.names(span, descending=first.descending)
        return Candidates(map(get, names), are_in_order=True)
    return Candidates(map(get, sorted(index.names(span))), by_name)
