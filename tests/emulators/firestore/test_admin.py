"""FirestoreAdmin over the same port: indexes, fields, databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from google.api_core.exceptions import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    MethodNotImplemented,
    NotFound,
)
from google.cloud.firestore_admin_v1 import Field, FirestoreAdminClient, Index
from google.cloud.firestore_v1.base_query import FieldFilter
from google.protobuf.duration_pb2 import Duration

from emulators import topology
from emulators.firestore.indexes.definition import FieldOverride
from tests.emulators.firestore.admin_client import admin_of
from tests.emulators.firestore.clients import connected, new_project
from tests.emulators.firestore.local_firestore import LocalFirestore, running
from tests.emulators.firestore.watched import watched
from tests.emulators.kept_shelf import KeptShelf

CONFIGURED = topology.Index(collection="orders", fields=(("a", "ASCENDING"), ("b", "DESCENDING")))
SETTINGS: dict[str, Any] = {
    "indexes": [CONFIGURED],
    "overrides": [FieldOverride("orders", "text")],
    "ttl": [topology.Ttl(collection="keys", field="until", offset_seconds=60)],
}
ASCENDING = Index.IndexField.Order.ASCENDING


@pytest.fixture
def server() -> Iterator[LocalFirestore]:
    with running(**SETTINGS) as firestore:
        yield firestore


@pytest.fixture
def admin(server: LocalFirestore) -> Iterator[FirestoreAdminClient]:
    with admin_of(server.host) as admin:
        yield admin


@pytest.fixture
def database() -> str:
    return f"projects/{new_project()}/databases/(default)"


def _group(database: str, collection: str = "orders") -> str:
    return f"{database}/collectionGroups/{collection}"


def _index(*paths: str, scope: int = Index.QueryScope.COLLECTION) -> Index:
    fields = [Index.IndexField(field_path=path, order=ASCENDING) for path in paths]
    return Index(query_scope=scope, fields=fields)


def _paths(index: Index) -> list[str]:
    return [field.field_path for field in index.fields]


def _result(operation: Any) -> Any:
    """The client library's operations have no types."""
    return operation.result()


def test_configured_indexes_are_listed(admin: FirestoreAdminClient, database: str) -> None:
    [index] = admin.list_indexes(parent=_group(database))
    assert _paths(index) == ["a", "b", "__name__"]
    assert index.state is Index.State.READY
    assert admin.get_index(name=index.name) == index
    assert list(admin.list_indexes(parent=_group(database, "others"))) == []
    assert list(admin.list_indexes(parent=_group(database, "-"))) == [index]


def test_a_created_index_serves_queries_at_once(
    server: LocalFirestore, admin: FirestoreAdminClient
) -> None:
    with connected(server.host) as client:
        query = client.collection("orders").where(filter=FieldFilter("c", "==", 1)).order_by("d")
        with pytest.raises(FailedPrecondition):
            query.get()
        parent = _group(f"projects/{client.project}/databases/(default)")
        operation = admin.create_index(parent=parent, index=_index("c", "d"))
        created = _result(operation)
        assert created.state is Index.State.READY
        assert query.get() == []
        admin.delete_index(name=created.name)
        with pytest.raises(FailedPrecondition):
            query.get()


def test_a_vector_index_can_be_created(admin: FirestoreAdminClient, database: str) -> None:
    flat = Index.IndexField.VectorConfig.FlatIndex()
    vector = Index.IndexField.VectorConfig(dimension=3, flat=flat)
    field = Index.IndexField(field_path="at", vector_config=vector)
    index = Index(query_scope=Index.QueryScope.COLLECTION_GROUP, fields=[field])
    created = _result(admin.create_index(parent=_group(database), index=index))
    assert _paths(created) == ["__name__", "at"]
    assert created.fields[1].vector_config.dimension == 3


def test_an_index_is_not_made_twice_or_without_need(
    admin: FirestoreAdminClient, database: str
) -> None:
    parent = _group(database)
    admin.create_index(parent=parent, index=_index("c", "d"))
    with pytest.raises(AlreadyExists, match="index already exists"):
        admin.create_index(parent=parent, index=_index("c", "d", "__name__"))
    with pytest.raises(InvalidArgument, match="this index is not necessary"):
        admin.create_index(parent=parent, index=_index("c"))
    with pytest.raises(InvalidArgument, match="scope"):
        admin.create_index(
            parent=parent, index=_index("c", "e", scope=Index.QueryScope.QUERY_SCOPE_UNSPECIFIED)
        )


def test_an_index_that_is_not_there_is_not_found(
    admin: FirestoreAdminClient, database: str
) -> None:
    name = f"{_group(database)}/indexes/none"
    with pytest.raises(NotFound):
        admin.get_index(name=name)
    with pytest.raises(NotFound):
        admin.delete_index(name=name)
    with pytest.raises(InvalidArgument):
        admin.get_index(name="nowhere")


def test_a_field_without_settings_inherits_them(admin: FirestoreAdminClient, database: str) -> None:
    field = admin.get_field(name=f"{_group(database)}/fields/a")
    assert field.index_config.uses_ancestor_config
    assert field.index_config.ancestor_field == f"{_group(database, '__default__')}/fields/*"
    assert len(field.index_config.indexes) == 3
    default = admin.get_field(name=f"{_group(database, '__default__')}/fields/*")
    assert len(default.index_config.indexes) == 3
    assert "ttl_config" not in field


def test_configured_fields_are_listed(admin: FirestoreAdminClient, database: str) -> None:
    def listed(collection: str, filter_: str) -> list[str]:
        request = {"parent": _group(database, collection), "filter": filter_}
        return [field.name.partition("Groups/")[2] for field in admin.list_fields(request=request)]

    assert listed("orders", "indexConfig.usesAncestorConfig:false") == ["orders/fields/text"]
    assert listed("-", "ttlConfig:*") == ["keys/fields/until"]
    assert listed("-", "indexConfig.usesAncestorConfig:false OR ttlConfig:*") == [
        "__default__/fields/*",
        "keys/fields/until",
        "orders/fields/text",
    ]
    with pytest.raises(InvalidArgument):
        listed("orders", "")


def test_an_exempted_field_can_be_indexed_again(
    server: LocalFirestore, admin: FirestoreAdminClient
) -> None:
    with connected(server.host) as client:
        query = client.collection("orders").where(filter=FieldFilter("text", "==", "x"))
        with pytest.raises(FailedPrecondition):
            query.get()
        name = f"{_group(f'projects/{client.project}/databases/(default)')}/fields/text"
        request = {"field": Field(name=name), "update_mask": {"paths": ["index_config"]}}
        updated = _result(admin.update_field(request=request))
        assert updated.index_config.uses_ancestor_config
        assert query.get() == []


def test_a_group_gets_its_single_field_index(
    server: LocalFirestore, admin: FirestoreAdminClient
) -> None:
    with connected(server.host) as client:
        name = f"{_group(f'projects/{client.project}/databases/(default)')}/fields/sku"
        config = Field.IndexConfig(indexes=[_index("sku", scope=Index.QueryScope.COLLECTION_GROUP)])
        _result(admin.update_field(field=Field(name=name, index_config=config)))
        group = client.collection_group("orders")
        assert group.where(filter=FieldFilter("sku", "==", 1)).get() == []


def test_ttl_can_be_switched_on(server: LocalFirestore, admin: FirestoreAdminClient) -> None:
    with connected(server.host) as client:
        name = f"{_group(f'projects/{client.project}/databases/(default)', 'logs')}/fields/at"
        offset = Duration(seconds=60)
        config = Field.TtlConfig(expiration_offset=offset)
        request = {
            "field": Field(name=name, ttl_config=config),
            "update_mask": {"paths": ["ttl_config"]},
        }
        updated = _result(admin.update_field(request=request))
        assert updated.ttl_config.state is Field.TtlConfig.State.ACTIVE
        client.document("logs/1").set({"at": datetime(2001, 1, 1, tzinfo=UTC)})
        with watched(client.collection("logs")) as snapshots:
            assert len(snapshots.next()) == 1
            server.advance(hours=1)
            assert snapshots.next() == []


def test_one_field_of_a_group_has_a_ttl(admin: FirestoreAdminClient, database: str) -> None:
    field = Field(name=f"{_group(database, 'keys')}/fields/other", ttl_config=Field.TtlConfig())
    with pytest.raises(InvalidArgument, match="Only one field"):
        admin.update_field(field=field)


def test_what_was_changed_survives_a_restart() -> None:
    shelf, database = KeptShelf(), f"projects/{new_project()}/databases/(default)"
    with running(shelf, **SETTINGS) as firestore, admin_of(firestore.host) as admin:
        created = _result(admin.create_index(parent=_group(database), index=_index("c", "d")))
        [configured] = [
            index for index in admin.list_indexes(parent=_group(database)) if index != created
        ]
        admin.delete_index(name=configured.name)
        field = Field(name=f"{_group(database)}/fields/`odd name`", index_config={})
        admin.update_field(field=field)
    with running(shelf, **SETTINGS) as firestore, admin_of(firestore.host) as admin:
        assert list(admin.list_indexes(parent=_group(database))) == [created]
        kept = admin.get_field(name=f"{_group(database)}/fields/`odd name`")
        assert not kept.index_config.uses_ancestor_config


def test_databases_can_be_looked_at(admin: FirestoreAdminClient, database: str) -> None:
    found = admin.get_database(name=database)
    assert (found.name, found.location_id) == (database, "eur3")
    project = database.partition("/databases")[0]
    assert [each.name for each in admin.list_databases(parent=project).databases] == [database]


def test_what_is_not_served_says_its_name(admin: FirestoreAdminClient, database: str) -> None:
    with pytest.raises(MethodNotImplemented, match="FirestoreAdmin/ExportDocuments"):
        admin.export_documents(request={"name": database})
    with pytest.raises(MethodNotImplemented, match="FirestoreAdmin/ImportDocuments"):
        admin.import_documents(request={"name": database})
