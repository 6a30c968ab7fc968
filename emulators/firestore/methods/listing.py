"""ListDocuments and ListCollectionIds."""

from __future__ import annotations

from bisect import bisect_right

from google.cloud.firestore_v1.types import firestore

from emulators.firestore.indexes.plan import Planner
from emulators.firestore.methods.answering import Methods, unary
from emulators.firestore.methods.consistency import Consistency
from emulators.firestore.queries.listing import list_query, names_with_missing, page_size_of
from emulators.firestore.queries.page_tokens import token_after
from emulators.firestore.queries.projection import mask_projection, project
from emulators.firestore.queries.query import Query
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.databases import Databases
from emulators.firestore.storage.instants import Micros, exact_micros_of
from emulators.firestore.storage.names import database_of_parent
from emulators.firestore.values.order import name_key
from emulators.firestore.wire import (
    Document,
    Request,
    Response,
    make_collection_ids_response,
    make_document,
    make_list_response,
)
from emulators.google_apis.refused import invalid


class Listing:
    def __init__(
        self,
        databases: Databases,
        consistency: Consistency,
        planner: Planner,
    ) -> None:
        self._databases = databases
        self._consistency = consistency
        self._planner = planner

    def methods(self) -> Methods:
        return {
            "ListDocuments": unary(self.list_documents, firestore.ListDocumentsRequest),
            "ListCollectionIds": unary(
                self.list_collection_ids, firestore.ListCollectionIdsRequest
            ),
        }

    async def list_documents(self, request: Request) -> Response:
        database = self._databases.open(database_of_parent(request.parent))
        projection = mask_projection(request)
        query = list_query(request)
        self._planner.check(query)
        if request.show_missing:
            documents = await self._with_missing(database, query, request)
        else:
            with self._consistency.read(database, request) as read:
                documents = list((await read.view.query(query)).documents)
        page_size = page_size_of(request)
        page = documents[:page_size]
        has_more = len(documents) > page_size
        return make_list_response(
            documents=[project(document, projection) for document in page],
            next_page_token=token_after(page[-1], query.orders) if has_more else "",
        )

    async def _with_missing(
        self, database: Database, query: Query, request: Request
    ) -> list[Document]:
        if request.order_by:
            raise invalid("cannot specify an order when show_missing is true")
        names = names_with_missing(database, query.source, _read_time(database, request))
        start = bisect_right(names, query.bounds.start, key=lambda name: (name_key(name),))
        names = names[start : start + page_size_of(request) + 1]
        with self._consistency.read(database, request) as read:
            documents = await read.view.documents(names)
        return [
            make_document(name=name) if document is None else document
            for name, document in zip(names, documents, strict=True)
        ]

    async def list_collection_ids(self, request: Request) -> Response:
        database = self._databases.open(database_of_parent(request.parent))
        at = _read_time(database, request)
        under = f"{request.parent}/"
        found = [name for name in database.collection_names(at) if name.startswith(under)]
        ids = sorted({name.removeprefix(under).split("/", 1)[0] for name in found})
        start = bisect_right(ids, request.page_token) if request.page_token else 0
        stop = start + page_size_of(request)
        return make_collection_ids_response(
            collection_ids=ids[start:stop],
            next_page_token=ids[stop - 1] if stop < len(ids) else "",
        )


def _read_time(database: Database, request: Request) -> Micros | None:
    if not request.HasField("read_time"):
        return None
    at = exact_micros_of(request.read_time)
    database.check_readable(at)
    return at
