"""Where a query looks: one collection, a collection group, or everything under a parent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from emulators.firestore.storage.collection import Collection
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.names import check_id, collection_of, last_id
from emulators.firestore.wire import StructuredQuery
from emulators.google_apis.refused import invalid


@dataclass(frozen=True, slots=True)
class Source:
    parent: str
    collection_id: str
    """Empty for collections of any id."""
    all_descendants: bool

    def holds(self, name: str) -> bool:
        """Whether a document of this full name is looked at."""
        return self._covers(collection_of(name))

    def collections(self, database: Database) -> list[Collection]:
        """Those that hold documents now."""
        found = map(database.collection, self._collection_names(database))
        return [collection for collection in found if collection is not None]

    def _collection_names(self, database: Database) -> Iterable[str]:
        if self.collection_id and not self.all_descendants:
            return [f"{self.parent}/{self.collection_id}"]
        if self.collection_id:
            return filter(self._covers, database.group(self.collection_id))
        return filter(self._covers, database.collection_names())

    def _covers(self, collection: str) -> bool:
        if self.collection_id and last_id(collection) != self.collection_id:
            return False
        if self.all_descendants:
            return collection.startswith(f"{self.parent}/")
        return collection_of(collection) == self.parent


def source_of(parent: str, query: StructuredQuery) -> Source:
    if len(query.from_) > 1:
        raise invalid("StructuredQuery.from cannot have more than one collection selector.")
    if not query.from_:
        return Source(parent, "", all_descendants=False)
    selector = query.from_[0]
    if selector.collection_id:
        check_id(selector.collection_id, "Collection")
    return Source(parent, selector.collection_id, selector.all_descendants)
