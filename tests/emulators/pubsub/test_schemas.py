from __future__ import annotations

import pytest
from google.api_core.exceptions import AlreadyExists, InvalidArgument, NotFound
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.pubsub_v1 import CompiledProtoSchema, Schema, SchemaView

from emulators.pubsub.schemas.proto_file import file_descriptor
from tests.emulators.pubsub.clients import PROJECT, Clients, a_schema_id
from tests.emulators.pubsub.some_schemas import (
    AVRO,
    ORDER_PROTO,
    PROTO,
    create,
    order,
)


def test_a_schema_is_there_from_its_creation_to_its_deletion(any_clients: Clients) -> None:
    created = create(any_clients, order())

    found = any_clients.schemas.get_schema(name=created.name)
    listed = any_clients.schemas.list_schemas(request={"parent": PROJECT, "view": SchemaView.FULL})
    names = {one.name for one in listed}
    any_clients.schemas.delete_schema(name=created.name)

    assert found == created
    assert len(found.revision_id) == 8
    assert created.name in names
    with pytest.raises(NotFound):
        any_clients.schemas.get_schema(name=created.name)


def test_a_schema_id_is_given_once(any_clients: Clients) -> None:
    created = create(any_clients, order())

    with pytest.raises(AlreadyExists):
        any_clients.schemas.create_schema(
            parent=PROJECT,
            schema=Schema(type_=AVRO, definition=order()),
            schema_id=created.name.rsplit("/", 1)[-1],
        )


@pytest.mark.parametrize("definition", ["", "{", '{"type": "recrd"}'])
def test_what_is_no_avro_schema_is_refused(any_clients: Clients, definition: str) -> None:
    with pytest.raises(InvalidArgument):
        create(any_clients, definition)
    with pytest.raises(InvalidArgument):
        any_clients.schemas.validate_schema(
            parent=PROJECT, schema=Schema(type_=AVRO, definition=definition)
        )


@pytest.mark.parametrize(
    "definition",
    [
        "",
        'syntax = "proto3"; mesage Order { string id = 1; }',
        'syntax = "proto3"; message Order { Unknown id = 1; }',
        'syntax = "proto3"; message A { string id = 1; } message B { string id = 1; }',
        'syntax = "proto3"; import "google/protobuf/any.proto"; message A { string id = 1; }',
        'syntax = "proto3"; message A { string id = 1; string other = 1; }',
    ],
)
def test_what_is_no_protocol_buffer_schema_is_refused(clients: Clients, definition: str) -> None:
    with pytest.raises(InvalidArgument):
        create(clients, definition, PROTO)


def test_a_schema_needs_a_type_a_name_and_a_limit(clients: Clients) -> None:
    with pytest.raises(InvalidArgument):
        create(clients, order(), Schema.Type.TYPE_UNSPECIFIED)
    with pytest.raises(InvalidArgument):
        clients.schemas.create_schema(
            parent=PROJECT, schema=Schema(type_=AVRO, definition=order()), schema_id="1x"
        )
    with pytest.raises(InvalidArgument):
        create(clients, order({"name": "x" * 300_000, "type": "int"}))


def test_a_good_schema_validates(clients: Clients) -> None:
    for kind, definition in ((AVRO, order()), (PROTO, ORDER_PROTO)):
        schema = Schema(type_=kind, definition=definition)

        assert clients.schemas.validate_schema(parent=PROJECT, schema=schema) is not None


def test_a_compiled_schema_serves_as_well(clients: Clients) -> None:
    files = FileDescriptorSet(file=[file_descriptor(ORDER_PROTO)])
    compiled = CompiledProtoSchema(root_message="Order", compiled_bytes=files.SerializeToString())
    schema = Schema(type_=PROTO, compiled_proto_schema=compiled)

    created = clients.schemas.create_schema(parent=PROJECT, schema=schema, schema_id=a_schema_id())
    schema.compiled_proto_schema.root_message = "Invoice"
    with pytest.raises(InvalidArgument):
        clients.schemas.validate_schema(parent=PROJECT, schema=schema)

    assert created.compiled_proto_schema.root_message == "Order"


def test_the_basic_view_leaves_the_definition_out(clients: Clients) -> None:
    schema = create(clients, order())
    get = clients.schemas.get_schema

    basic = get(request={"name": schema.name, "view": SchemaView.BASIC})
    [listed] = clients.schemas.list_schemas(parent=PROJECT)

    assert (basic.name, basic.definition) == (schema.name, "")
    assert listed == basic
    assert get(name=schema.name).definition == order()


def test_schemas_are_listed_page_by_page(clients: Clients) -> None:
    for _ in range(3):
        create(clients, order())

    request = {"parent": PROJECT, "page_size": 2}
    pages = list(clients.schemas.list_schemas(request=request).pages)

    assert [len(page.schemas) for page in pages] == [2, 1]
