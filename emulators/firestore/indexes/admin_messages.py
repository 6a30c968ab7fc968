"""Indexes and fields as google.firestore.admin.v1 writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from google.cloud.firestore_admin_v1.types import field, index

from emulators.firestore.indexes.catalog import FieldSettings
from emulators.firestore.indexes.definition import (
    ASCENDING,
    COLLECTION,
    COLLECTION_GROUP,
    CONTAINS,
    DESCENDING,
    VECTOR,
    IndexDefinition,
    IndexField,
)
from emulators.firestore.values.field_path import NAME, parse_field_path
from emulators.firestore.wire import Request, Response
from emulators.google_apis.refused import invalid

make_index: Callable[..., Response] = index.Index.pb()
make_field: Callable[..., Response] = field.Field.pb()
parse_index: Callable[[bytes], Response] = index.Index.pb().FromString
parse_field: Callable[[bytes], Response] = field.Field.pb().FromString

Scope: Any = index.Index.QueryScope
_State: Any = index.Index.State
_TtlState: Any = field.Field.TtlConfig.State
_Order: Any = index.Index.IndexField.Order
_ArrayConfig: Any = index.Index.IndexField.ArrayConfig


def index_message(name: str, definition: IndexDefinition) -> Response:
    """Its fields are those of the definition, no more."""
    message = make_index(name=name, query_scope=Scope[definition.scope])
    for each in definition.fields:
        _add_field(message, each)
    return message


def definition_in(message: Request, collection: str) -> IndexDefinition:
    """Of an Index that a client sent, or that the shelf kept."""
    scope = Scope(message.query_scope).name
    if scope not in {COLLECTION, COLLECTION_GROUP}:
        raise invalid(f"Invalid query scope: {scope}.")
    fields = tuple(_field_in(each) for each in message.fields)
    return IndexDefinition(collection, scope, fields)


def _add_field(message: Response, field_: IndexField) -> None:
    _set_mode(message.fields.add(field_path=str(field_.path)), field_)


def _set_mode(added: Response, field_: IndexField) -> None:
    if field_.mode == VECTOR:
        added.vector_config.dimension = field_.dimension
        added.vector_config.flat.SetInParent()
    elif field_.mode == CONTAINS:
        added.array_config = _ArrayConfig.CONTAINS
    else:
        added.order = _Order[field_.mode]


def _field_in(message: Request) -> IndexField:
    path = parse_field_path(message.field_path)
    if message.WhichOneof("value_mode") == "vector_config":
        return IndexField(path, VECTOR, message.vector_config.dimension)
    return IndexField(path, _mode_in(message))


def _mode_in(message: Request) -> str:
    kind = message.WhichOneof("value_mode")
    if kind == "array_config" and message.array_config == _ArrayConfig.CONTAINS:
        return CONTAINS
    if kind == "order" and _Order(message.order).name in {ASCENDING, DESCENDING}:
        return str(_Order(message.order).name)
    raise invalid(f"Index field {message.field_path} has no order, array_config or vector_config.")


def field_message(name: str, settings: FieldSettings) -> Response:
    """Only what is set for this very field."""
    message = make_field(name=name)
    if settings.indexes is not None:
        path = name.partition("/fields/")[2]
        add_single_indexes(message.index_config, path, settings.indexes)
    if settings.ttl_offset is not None:
        message.ttl_config.state = _TtlState.ACTIVE
        message.ttl_config.expiration_offset.FromTimedelta(settings.ttl_offset)
    return message


def settings_in(message: Request) -> FieldSettings:
    """Of a Field that a client sent, or that the shelf kept."""
    indexes = None
    if message.HasField("index_config"):
        indexes = tuple(map(_single_in, message.index_config.indexes))
    offset = None
    if message.HasField("ttl_config"):
        offset = message.ttl_config.expiration_offset.ToTimedelta()
    return FieldSettings(indexes, offset)


def add_single_indexes(config: Response, path: str, indexes: Iterable[tuple[str, str]]) -> None:
    """Fill the IndexConfig of a Field; `indexes` are scopes and modes."""
    config.SetInParent()
    for scope, mode in indexes:
        added = config.indexes.add(query_scope=Scope[scope], state=_State.READY)
        _set_mode(added.fields.add(field_path=path), IndexField(NAME, mode))


def _single_in(message: Request) -> tuple[str, str]:
    if len(message.fields) != 1:
        raise invalid("A single-field index has exactly one field.")
    scope = COLLECTION_GROUP if message.query_scope == Scope.COLLECTION_GROUP else COLLECTION
    return scope, _mode_in(message.fields[0])
