"""FirestoreAdmin: composite indexes. One is ready as soon as it is created."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from google.cloud.firestore_admin_v1.types import firestore_admin, index

from emulators.firestore.admin.names import child_of, group_of
from emulators.firestore.admin.operations import Operations
from emulators.firestore.admin.paging import page
from emulators.firestore.indexes.admin_messages import definition_in, index_message
from emulators.firestore.indexes.catalogs import Catalogs, id_of, index_name
from emulators.firestore.indexes.definition import VECTOR, IndexDefinition
from emulators.firestore.methods.answering import Methods, unary
from emulators.firestore.storage.names import check_database_name
from emulators.firestore.wire import Request, Response, make_empty
from emulators.google_apis.refused import already_exists, invalid, not_found

make_list_response: Callable[..., Response] = firestore_admin.ListIndexesResponse.pb()
EVERY_GROUP = "-"
FIELDS_MAX = 100


class IndexMethods:
    def __init__(self, catalogs: Catalogs, operations: Operations) -> None:
        self._catalogs = catalogs
        self._operations = operations

    def methods(self) -> Methods:
        return {
            "ListIndexes": unary(self.list_indexes, firestore_admin.ListIndexesRequest),
            "GetIndex": unary(self.get_index, firestore_admin.GetIndexRequest),
            "CreateIndex": unary(self.create_index, firestore_admin.CreateIndexRequest),
            "DeleteIndex": unary(self.delete_index, firestore_admin.DeleteIndexRequest),
        }

    async def list_indexes(self, request: Request) -> Response:
        database_name, group = group_of(request.parent)
        found, next_page_token = page(list(self._listed(database_name, group)), request)
        return make_list_response(indexes=found, next_page_token=next_page_token)

    async def get_index(self, request: Request) -> Response:
        database_name, id_, found = self._find(request.name)
        return _message(database_name, id_, found)

    async def create_index(self, request: Request) -> Response:
        database_name, group = group_of(request.parent)
        check_database_name(database_name)
        wanted = definition_in(request.index, group)
        _check(wanted)
        id_ = id_of(wanted)
        existing = self._catalogs.of(database_name).composites.values()
        if wanted.full_fields in {
            each.full_fields for each in existing if _place(each) == _place(wanted)
        }:
            raise already_exists("index already exists")
        self._catalogs.put_index(database_name, id_, wanted)
        return self._operations.index_made(database_name, _message(database_name, id_, wanted))

    async def delete_index(self, request: Request) -> Response:
        database_name, id_, _ = self._find(request.name)
        self._catalogs.delete_index(database_name, id_)
        return make_empty()

    def _listed(self, database_name: str, group: str) -> Iterator[Response]:
        for id_, found in self._catalogs.of(database_name).composites.items():
            if group in {EVERY_GROUP, found.collection}:
                yield _message(database_name, id_, found)

    def _find(self, name: str) -> tuple[str, str, IndexDefinition]:
        database_name, group, id_ = child_of(name, "indexes")
        found = self._catalogs.of(database_name).composites.get(id_)
        if found is None or found.collection != group:
            raise not_found(f"Index '{name}' was not found.")
        return database_name, id_, found


def _message(database_name: str, id_: str, found: IndexDefinition) -> Response:
    name = index_name(database_name, found.collection, id_)
    full = IndexDefinition(found.collection, found.scope, found.full_fields)
    message = index_message(name, full)
    message.state = index.Index.State.READY
    return message


def _place(definition: IndexDefinition) -> tuple[str, str]:
    return definition.collection, definition.scope


def _check(wanted: IndexDefinition) -> None:
    fields = wanted.told_fields
    is_vector = bool(fields) and fields[-1].mode == VECTOR
    if len(fields) < 2 and not is_vector:  # noqa: PLR2004 - composite means two
        raise invalid("this index is not necessary, configure using single field index controls")
    if len(fields) > FIELDS_MAX:
        raise invalid(f"An index can have at most {FIELDS_MAX} fields.")
    if any(field.mode == VECTOR for field in fields[:-1]):
        raise invalid("A vector field must be the last field of an index.")
